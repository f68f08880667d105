import { homedir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { stateFolder } from '../../../src-main/hosts/http/folders.ts';

it('what is remembered between launches lies where each system wants it', () => {
  expect(stateFolder({}, 'linux')).toBe(join(homedir(), '.local/state/panelwright'));
  expect(stateFolder({ XDG_STATE_HOME: '/state' }, 'linux')).toBe('/state/panelwright');
  expect(stateFolder({}, 'darwin')).toBe(join(homedir(), 'Library/Application Support/Panelwright'));
  expect(stateFolder({ APPDATA: '/roaming' }, 'win32')).toBe(join('/roaming', 'Panelwright'));
});
