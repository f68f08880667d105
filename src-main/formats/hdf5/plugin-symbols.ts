/** What the compression plugins of h5wasm call and its main module lacks, put beside what it has. */
import { inflateSync } from 'node:zlib';
import type * as h5wasm from 'h5wasm/node';

type Module = typeof h5wasm.Module;
type Symbols = Record<string, (...args: number[]) => number>;

/** What is used of the global WebAssembly, whose types belong to browsers. */
interface Engine {
  instantiate(source: unknown, imports?: Record<string, unknown>): Promise<unknown>;
}

/** What zlib's functions return. */
const zlib = { ok: 0, bufferError: -5, dataError: -3 };

const importsByModule = new WeakMap<Module, Record<string, unknown>>();

/** What a main module was given: plugins are linked to it through these objects. */
export const importsOf = (module: Module) => importsByModule.get(module);

/**
 * Starts the library and adds the C functions that its plugins miss. Emscripten resolves them when they are first called,
 * in the object that the main module got its own imports from, and offers no other way to that object.
 */
export async function startLibrary(start: () => Promise<typeof h5wasm>): Promise<Module> {
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };
  const { instantiate } = engine;
  let found: Record<string, unknown> | undefined;
  engine.instantiate = (source, imports) => {
    // only the main module of a program with plugins has such imports
    if (imports && 'GOT.mem' in imports) found = imports;
    return instantiate(source, imports);
  };
  try {
    const module = await (await start()).ready;
    if (found) {
      addMissing(found.env as Symbols, module);
      importsByModule.set(module, found);
    }
    return module;
  } finally {
    engine.instantiate = instantiate;
  }
}

function addMissing(symbols: Symbols, module: Module): void {
  const errno = module._malloc(4);
  // LZF asks for it where a block does not unpack; without it the whole library would end there
  symbols.__errno_location ??= () => errno;
  /** blosc may hold zlib, whose function this is: `lengthAt` points to the room there is, and to the bytes written afterwards */
  symbols.uncompress ??= (target, lengthAt, source, length) => {
    const memory = new DataView(module.HEAPU8.buffer);
    let bytes: Uint8Array;
    try {
      bytes = inflateSync(module.HEAPU8.slice(source, source + length));
    } catch {
      return zlib.dataError;
    }
    if (bytes.length > memory.getUint32(lengthAt, true)) return zlib.bufferError;
    module.HEAPU8.set(bytes, target);
    memory.setUint32(lengthAt, bytes.length, true);
    return zlib.ok;
  };
}
