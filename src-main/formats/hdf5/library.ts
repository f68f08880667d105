/** The instance of h5wasm in use: set up once, and replaced after a damaged file. */
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { drawBorder } from './outside.ts';
import { startLibrary } from './plugin-symbols.ts';
import type { Library } from './types.ts';

let library: Promise<Library> | undefined;
let instances = 0;
const discarded = new WeakSet<Library>();

/**
 * Loads h5wasm with its compression plugins. Its throwing error handler is switched on: without it a failed read prints
 * to stderr and returns whatever lay in memory.
 */
export async function loadLibrary(): Promise<Library> {
  library ??= load();
  const loaded = await library;
  if (!discarded.has(loaded)) return loaded;
  library = load();
  return library;
}

async function load(): Promise<Library> {
  const number = instances++;
  let loaded!: Library;
  const module = await startLibrary(async () => {
    // never the plain module: others in this process may have imported that, and would open files with it
    loaded = (await import(/* @vite-ignore */ `${import.meta.resolve('h5wasm/node')}?instance=${number}`)) as Library;
    return loaded;
  });
  module.activate_throwing_error_handler();
  const plugins = join(dirname(createRequire(import.meta.url).resolve('h5wasm-plugins/package.json')), 'plugins');
  module.insert_plugin_search_path(plugins, 0);
  drawBorder(module, plugins);
  return loaded;
}

/**
 * Takes an instance out of use for files to come. Where the library throws it leaves objects open, which keep their file
 * open, and a file of the same path would then be served from what was read before; and once WebAssembly has trapped its
 * memory is not to be trusted. Files that are open in the instance stay as they are. An instance takes some 10 MB.
 */
export function discardLibrary(used: Library): void {
  discarded.add(used);
}
