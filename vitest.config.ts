import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // the window's state is written in runes, which are compiled
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.ts'],
    // native modules (SQLite, ONNX) live in a process, not in a thread
    pool: 'forks',
    // for what hangs: what trains takes seconds, and on a busy machine minutes
    testTimeout: 240_000,
    hookTimeout: 240_000,
  },
});
