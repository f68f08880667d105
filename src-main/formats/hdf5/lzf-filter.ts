/**
 * The LZF filter of h5wasm's plugin, replaced where it fails: it takes no room beyond that of the packed bytes unless the
 * file says how much is needed, and h5py says so of numbers only. Text of variable length would not be unpacked.
 */
import type { Library } from './types.ts';
import { importsOf } from './plugin-symbols.ts';
import { unpackLzf } from './lzf.ts';

/** H5Z_FLAG_REVERSE: unpack, and not pack */
const REVERSE = 0x100;
/** Where `filter` lies in H5Z_class2_t, after seven fields of four bytes. */
const FILTER = 28;

/** Of type (i32 × 6) → i32: imports e.f and exports it as f, which makes a WebAssembly function of a JavaScript one. */
const shim = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 11, 1, 0x60, 6, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 0x7f, 1, 0x7f],
  ...[2, 7, 1, 1, 0x65, 1, 0x66, 0, 0],
  ...[7, 5, 1, 1, 0x66, 0, 0],
]);

/** What is used of the global WebAssembly, whose types belong to browsers. */
interface Engine {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: { f: unknown } };
}

interface Imports {
  env: { __indirect_function_table: { set(at: number, value: unknown): void } };
  'GOT.mem': Record<string, { value: number } | undefined>;
}

const replaced = new WeakSet<Library['Module']>();

/** Once the plugin has been loaded: puts a filter that makes room in its place. False where that was done before. */
export function replaceLzf(module: Library['Module']): boolean {
  const imports = importsOf(module) as Imports | undefined;
  const plugin = imports?.['GOT.mem'].H5Z_LZF?.value;
  if (!imports || !plugin || replaced.has(module)) return false;
  const { WebAssembly: engine } = globalThis as unknown as { WebAssembly: Engine };
  const f = (
    flags: number,
    _count: number,
    _values: number,
    bytes: number,
    sizeAt: number,
    bufferAt: number,
  ): number => ((flags & REVERSE) === 0 ? 0 : unpack(module, bytes, sizeAt, bufferAt));
  const { exports } = new engine.Instance(new engine.Module(shim), { e: { f } });
  const memory = new DataView(module.HEAPU8.buffer);
  imports.env.__indirect_function_table.set(memory.getUint32(plugin + FILTER, true), exports.f);
  replaced.add(module);
  return true;
}

/** @returns bytes unpacked, put where HDF5 looks for them; 0: that it failed */
function unpack(module: Library['Module'], bytes: number, sizeAt: number, bufferAt: number): number {
  const packedAt = new DataView(module.HEAPU8.buffer).getUint32(bufferAt, true);
  const unpacked = unpackLzf(module.HEAPU8.slice(packedAt, packedAt + bytes));
  const target = unpacked ? module._malloc(unpacked.length) : 0;
  if (!unpacked || target === 0) return 0;
  module.HEAPU8.set(unpacked, target);
  // memory may have been moved to make room
  const memory = new DataView(module.HEAPU8.buffer);
  memory.setUint32(bufferAt, target, true);
  memory.setUint32(sizeAt, unpacked.length, true);
  module._free(packedAt);
  return unpacked.length;
}
