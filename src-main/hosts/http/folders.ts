/** Where a program without Electron keeps what it remembers between launches. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The folder for recent projects and the example project, by each system's custom; not made here. */
export function stateFolder(env = process.env, platform: NodeJS.Platform = process.platform): string {
  const home = homedir();
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Panelwright');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Panelwright');
  return join(env['XDG_STATE_HOME'] || join(home, '.local', 'state'), 'panelwright');
}
