/** The address decides where the window is, even where it changed a moment ago. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Route } from '../../../src-renderer/state/route.svelte.ts';

const address = { hash: '' };

beforeEach(() => {
  address.hash = '';
  vi.stubGlobal('location', address);
  vi.stubGlobal('history', { replaceState: (_: null, __: string, hash: string) => (address.hash = hash) });
});
afterEach(() => vi.unstubAllGlobals());

it('begins where it is told to', () => {
  const route = new Route();
  expect(route.place).toBeNull();
  route.begin({ page: 'home' });
  expect(route.place).toEqual({ page: 'home' });
  expect(address.hash).toBe('#/home');
});

it('begins at an address that was given meanwhile', () => {
  const route = new Route();
  // its event comes later
  address.hash = '#/compare/1,2,3';
  route.begin({ page: 'home' });
  expect(route.place).toEqual({ page: 'compare', ids: [1, 2, 3] });
  expect(address.hash).toBe('#/compare/1,2,3');
});
