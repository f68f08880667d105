/** Text in HDF5. */
import type { Metadata } from 'h5wasm/node';
import type { Library } from './types.ts';

/**
 * Strings of variable length, of a dataset or of an attribute. h5wasm's own reader frees what the library should have
 * allocated, also where the reading failed half-way; that aborts the whole library. Here the pointers start as null.
 */
export function readStrings(
  module: Library['Module'],
  node: { file_id: bigint; path: string },
  metadata: Metadata,
  attribute = '',
): string[] {
  const { file_id: file, path } = node;
  const count = metadata.total_size;
  const bytes = count * metadata.size;
  const pointer = module._malloc(bytes);
  if (pointer === 0) throw new Error(`no memory for ${count} strings`);
  try {
    module.HEAPU8.fill(0, pointer, pointer + bytes);
    if (attribute === '') module.get_dataset_data(file, path, null, null, null, BigInt(pointer));
    else module.get_attribute_data(file, path, attribute, BigInt(pointer));
    const pointers = new Uint32Array(module.HEAPU8.slice(pointer, pointer + bytes).buffer);
    return Array.from(pointers, (text) => (text === 0 ? '' : textAt(module, text)));
  } finally {
    module.reclaim_vlen_memory(file, path, attribute, BigInt(pointer));
    module._free(pointer);
  }
}

const asUtf8 = new TextDecoder('utf-8', { fatal: true });
const asWindows = new TextDecoder('windows-1252');

/** Text up to its NUL: UTF-8, or Windows-1252 where it is none; h5wasm makes other letters of what it cannot decode. */
function textAt(module: Library['Module'], pointer: number): string {
  const text = module.UTF8ToString(pointer);
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  const bytes = module.HEAPU8.slice(pointer, module.HEAPU8.indexOf(0, pointer));
  try {
    return asUtf8.decode(bytes);
  } catch {
    return asWindows.decode(bytes);
  }
}

/** The bytes that h5wasm turned into these characters by taking them for Windows-1252. */
const windowsBytes = new Map(
  Array.from({ length: 32 }, (_, i) => [new TextDecoder('windows-1252').decode(Uint8Array.of(0x80 + i)), 0x80 + i]),
);

/** Python wrote UTF-8 under the label ASCII for years, and h5wasm gives it one character a byte: put right. */
export function repairText(text: string): string {
  // eslint-disable-next-line no-control-regex
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  const bytes = Array.from(text, (char) => windowsBytes.get(char) ?? char.codePointAt(0)!);
  if (bytes.some((byte) => byte > 255)) return text;
  const decoded = new TextDecoder().decode(Uint8Array.from(bytes));
  return decoded.includes('\ufffd') ? text : decoded;
}
