/** Projects that were open lately, remembered in the host's state folder. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecentProject } from '../../../src-shared/model.ts';
import type { HostFacts } from '../context.ts';

type Remembered = Omit<RecentProject, 'exists'>;
const MOST = 20;

const fileOf = (host: HostFacts) => join(host.stateFolder, 'recent.json');

/** Newest first. */
export function recentProjects(host: HostFacts): RecentProject[] {
  return read(host).map((project) => ({ ...project, exists: existsSync(project.path) }));
}

export function rememberProject(host: HostFacts, { path, name }: { path: string; name: string }): void {
  const others = read(host).filter((project) => project.path !== path);
  write(host, [{ path, name, openedAt: new Date().toISOString() }, ...others].slice(0, MOST));
}

export function forgetProject(host: HostFacts, path: string): void {
  write(
    host,
    read(host).filter((project) => project.path !== path),
  );
}

/** A list that is not there or not readable is an empty one: it is a convenience, not data. */
function read(host: HostFacts): Remembered[] {
  try {
    const list: unknown = JSON.parse(readFileSync(fileOf(host), 'utf8'));
    return Array.isArray(list) ? list.filter(isRemembered) : [];
  } catch {
    return [];
  }
}

function write(host: HostFacts, list: Remembered[]): void {
  try {
    mkdirSync(host.stateFolder, { recursive: true, mode: 0o700 });
    const temporary = `${fileOf(host)}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify(list, null, 1), { mode: 0o600 });
    renameSync(temporary, fileOf(host));
  } catch {
    // a home that cannot be written to must not keep anybody from working
  }
}

function isRemembered(entry: unknown): entry is Remembered {
  const { path, name, openedAt } = (entry ?? {}) as Record<string, unknown>;
  return typeof path === 'string' && typeof name === 'string' && typeof openedAt === 'string';
}
