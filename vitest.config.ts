import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // native modules (SQLite, ONNX) live in a process, not in a thread
    pool: 'forks',
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
