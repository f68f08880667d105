import { defineConfig } from '@playwright/test';
import type { HostOptions } from './test/e2e/fixture.ts';
import { findChromium } from './scripts/browser.ts';

const executablePath = findChromium();

export default defineConfig<HostOptions>({
  testDir: 'test/e2e',
  outputDir: 'test-results',
  timeout: 300_000,
  expect: { timeout: 30_000 },
  // every spec starts an application of its own and trains in it
  workers: 1,
  forbidOnly: Boolean(process.env['CI']),
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    actionTimeout: 30_000,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      // containers may have 64 MB of shared memory, of which a page with large figures dies
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-dev-shm-usage'],
    },
  },
  // one set of specs, in both places where the window lives
  projects: [
    { name: 'browser', use: { hostKind: 'browser' } },
    // the launch token, uploads and Ctrl+C are the browser host's
    { name: 'electron', testIgnore: 'browser-host.spec.ts', use: { hostKind: 'electron' } },
  ],
});
