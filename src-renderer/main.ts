/** The window's first line: a way to the engine, and the shell that speaks over it. */
import { mount } from 'svelte';
import App from './App.svelte';
import './tokens.css';
import './components/base.css';
import { chooseTransport } from './transport.ts';

mount(App, { target: document.body, props: { transport: chooseTransport() } });
