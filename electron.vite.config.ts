import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';

const at = (path: string) => resolve(import.meta.dirname, path);

export default defineConfig({
  main: {
    build: {
      // a development package, for those who run from the repository; never part of an installer
      externalizeDeps: { include: ['@tensorflow/tfjs-node-gpu', 'koffi'] },
      rollupOptions: {
        // programs of their own: a run is trained, a file is read and a panel is examined in its own process
        input: {
          electron: at('src-main/electron.ts'),
          trainer: at('src-main/processes/trainer.ts'),
          // a thread of the trainer, which looks for it beside itself
          worker: at('src-main/processes/worker.ts'),
          importer: at('src-main/processes/importer.ts'),
          analyst: at('src-main/processes/analyst.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js' },
      },
    },
  },
  preload: {
    build: {
      // a sandboxed preload can require nothing but electron: zod goes in
      externalizeDeps: false,
      rollupOptions: {
        input: { index: at('src-preload/index.ts') },
        // a sandboxed preload is one CommonJS file
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src-renderer'),
    plugins: [svelte()],
    // the files lie on the same machine: nobody waits for a large one
    build: {
      minify: true,
      chunkSizeWarningLimit: 2048,
      rollupOptions: { input: { index: at('src-renderer/index.html') } },
    },
  },
});
