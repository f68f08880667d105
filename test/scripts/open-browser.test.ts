import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openInBrowser } from '../../scripts/open-browser.ts';
import { temporaryFolder } from '../formats/temporary.ts';

const folder = temporaryFolder();
const address = 'http://127.0.0.1:8317/?token=s3cret-launch_token';

it.each([
  ['linux', 'xdg-open'],
  ['darwin', 'open'],
  ['win32', 'explorer.exe'],
] as const)(
  'on %s the launch token is in no argument, but in a page that this user alone reads',
  (platform, opener) => {
    const state = folder.path(`state-${platform}`);
    const started: string[][] = [];
    const forget = openInBrowser(address, state, platform, (program, args) => {
      started.push([program, ...args]);
      return { once: () => {}, unref: () => {} };
    });
    const [page] = readdirSync(state);
    expect(started).toEqual([[opener, join(state, page!)]]);
    expect(started.flat().join(' ')).not.toContain('s3cret');
    expect(readFileSync(join(state, page!), 'utf8')).toContain(`content="0;url=${address}"`);
    if (process.platform !== 'win32') {
      expect(statSync(join(state, page!)).mode & 0o777).toBe(0o600);
      expect(statSync(state).mode & 0o777).toBe(0o700);
    }
    forget();
    expect(readdirSync(state)).toEqual([]);
  },
);
