import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // the window's state is written in runes, which are compiled
  plugins: [svelte()],
  test: {
    include: ['test/**/*.test.ts'],
    // native modules (SQLite, ONNX) live in a process, not in a thread
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
