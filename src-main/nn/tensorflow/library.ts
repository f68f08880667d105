/**
 * Where TensorFlow's C library lies on this machine. It is too large for npm (0.8 GB), so `npm run setup:tensorflow`
 * puts it into the user's cache folder, once for all copies of this application.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** The release that the self-test was written against. */
export const tensorflowVersion = '2.21.0';

export type Build = 'cpu' | 'gpu';

export interface Library {
  build: Build;
  /** files to load, in this order */
  files: readonly string[];
}

/** Names of the library's two files; the framework comes first, for the other one needs it. */
export const libraryFiles =
  process.platform === 'darwin'
    ? (['libtensorflow_framework.2.dylib', 'libtensorflow_cc.2.dylib'] as const)
    : (['libtensorflow_framework.so.2', 'libtensorflow_cc.so.2'] as const);

/**
 * The folder that a build is provisioned into. The files lie in its subfolder `tensorflow`, as they do in the wheel:
 * the CUDA build looks for NVIDIA's libraries in `../nvidia`, seen from itself.
 */
export function libraryFolder(build: Build): string {
  return join(cacheFolder(), 'panelwright', 'tensorflow', `${tensorflowVersion}${build === 'gpu' ? '-gpu' : ''}`);
}

/** The library that is here; the build with CUDA first, which runs on the CPU too. Null where there is none. */
export function findLibrary(): Library | null {
  for (const build of ['gpu', 'cpu'] as const) {
    const files = libraryFiles.map((name) => join(libraryFolder(build), 'tensorflow', name));
    if (files.every((file) => existsSync(file))) return { build, files };
  }
  return null;
}

function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32') return LOCALAPPDATA || join(homedir(), 'AppData', 'Local');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  return XDG_CACHE_HOME || join(homedir(), '.cache');
}
