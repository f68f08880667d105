import { describe, expect, it } from 'vitest';
import { nodeProblem } from '../../bin/node-version.mjs';
import { whyNoWindow, type StartFacts } from '../../scripts/why-no-window.ts';

describe('npm start', () => {
  it.each([
    ['18.20.8', false],
    ['20.20.2', false],
    ['22.17.1', false],
    ['22.18.0', true],
    ['23.0.0', true],
    ['24.21.0', true],
    ['26.1.0', true],
  ])('Node %s: will do is %s', (version, willDo) => {
    const problem = nodeProblem(version);
    if (willDo) expect(problem).toBeNull();
    else expect(problem).toContain(`this is ${version}`);
  });

  const desk: StartFacts = { platform: 'linux', display: true, user: 1000 };
  it.each<[what: string, facts: StartFacts, said: RegExp | null]>([
    ['a desktop', desk, null],
    ['a desktop with Electron', { ...desk, electron: 'present' }, null],
    ['a server', { ...desk, display: false }, /no display/],
    ['a server as root', { ...desk, display: false, user: 0 }, /no display/],
    ['root on Linux', { ...desk, user: 0 }, /as root/],
    ['root on macOS', { ...desk, platform: 'darwin', user: 0 }, null],
    ['Windows, which has no numeric users', { ...desk, platform: 'win32', user: null }, null],
    ['offline, without the binary', { ...desk, electron: 'absent' }, /could not be downloaded/],
    ['a window that was closed', { ...desk, ended: { code: 0, milliseconds: 900 } }, null],
    ['a binary that cannot start', { ...desk, ended: { code: 127, milliseconds: 40 } }, /could not start/],
    ['a binary that cannot be run', { ...desk, ended: { code: null, milliseconds: 2 } }, /could not start/],
    ['a crash after hours of use', { ...desk, ended: { code: 139, milliseconds: 9e6 } }, null],
  ])('%s', (_what, facts, said) => {
    if (said === null) expect(whyNoWindow(facts)).toBeNull();
    else expect(whyNoWindow(facts)).toMatch(said);
  });
});
