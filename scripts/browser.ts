/** A Chromium for the end-to-end specs: one that is there, else one that can be had. */
import { chromium } from '@playwright/test';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:/Program Files/Google/Chrome/Application/chrome.exe',
];

/** The path of a browser that runs; null where there is none. `PLAYWRIGHT_CHROMIUM` names one of one's own. */
export function findChromium(): string | null {
  const own = process.env['PLAYWRIGHT_CHROMIUM'];
  const candidates = own ? [own] : [...usual, chromium.executablePath()];
  return candidates.find((path) => existsSync(path) && runs(path)) ?? null;
}

/** Finds a browser, or gets one: Playwright's own download, else the system's package where that may be installed. */
export function provideChromium(): string | null {
  return findChromium() ?? (playwrightInstalls() ? findChromium() : null) ?? (debianInstalls() ? findChromium() : null);
}

function playwrightInstalls(): boolean {
  return attempt('playwright', ['install', '--no-shell', 'chromium'], 300_000);
}

function debianInstalls(): boolean {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return false;
  return (
    attempt('apt-get', ['update', '-q'], 180_000) &&
    attempt('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium', 'fonts-liberation'], 600_000)
  );
}

function attempt(program: string, args: string[], timeout: number): boolean {
  console.log(`No Chromium here; trying: ${program} ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const shell = process.platform === 'win32';
  return spawnSync(program, args, { stdio: 'inherit', timeout, env, shell }).status === 0;
}

/** A launcher that only says where to get the browser is no browser, nor is one that lacks its libraries. */
function runs(path: string): boolean {
  // on Windows --version opens a window
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0;
}
