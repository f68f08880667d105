/** A zarr store of version 2 or 3 in a folder, as a tree; zarrita unpacks its chunks. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import FileSystemStore from '@zarrita/storage/fs';
import * as zarr from 'zarrita';
import { AppError } from '../../../src-shared/errors.ts';
import { fromLong } from '../hdf5/numbers.ts';
import { reasonOf } from '../reason.ts';
import { isNumeric, type Numbers, type Ranges, type Tree } from '../tree/tree.ts';
import './checked-codecs.ts';

type Node = zarr.Array<zarr.DataType, FileSystemStore> | zarr.Group<FileSystemStore>;

/** Files that say what a folder of a store is; one of them stands for the whole folder where files alone can be chosen. */
const markers = ['zarr.json', '.zgroup', '.zattrs', '.zarray', '.zmetadata'];

/** True for the path of a file that marks a store. */
export const isMarker = (path: string): boolean => markers.includes(basename(path));

export const isStore = (entries: readonly string[]): boolean => markers.some((name) => entries.includes(name));

/** The folder that a path means: of a file that marks a store, its folder. */
export const storeOf = (path: string): string => (isMarker(path) ? dirname(path) : path);

/** Every file of a folder and of the folders in it, links among them, sorted. */
export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

/** @param folder that the store lies in, @param name for messages */
export function openStore(folder: string, name: string): Tree {
  const root = zarr.root(new FileSystemStore(folder));
  const known = new Map<string, Promise<Node | null>>();

  async function find(path: string): Promise<Node | null> {
    try {
      return await zarr.open(root.resolve(path));
    } catch (cause) {
      const absent = zarr.isZarritaError(cause, 'NotFoundError') && !isStore(await namesIn(join(folder, path)));
      if (absent) return null;
      throw failure(name, path, cause);
    }
  }
  const node = (path: string): Promise<Node | null> => {
    const found = known.get(path) ?? find(path);
    known.set(path, found);
    return found;
  };
  async function array(path: string) {
    const found = await node(path);
    if (found?.kind === 'array') return found;
    throw new AppError(
      'unreadable',
      `${name} lacks ${path}, which belongs to its format.`,
      'The store is incomplete: copy or export it again.',
    );
  }
  async function read(path: string, ranges?: Ranges) {
    const found = await array(path);
    try {
      return await zarr.get(found, ranges?.map(([from, to]) => zarr.slice(from, to)) ?? null);
    } catch (cause) {
      throw failure(name, path, cause);
    }
  }

  const tree = (prefix: string): Tree => {
    const at = (path: string) => (path.startsWith('/') ? path.slice(1) : [prefix, path].filter(Boolean).join('/'));
    return {
      name: prefix === '' ? name : `${name}/${prefix}`,
      kind: async (path) => (await node(at(path)))?.kind ?? null,
      async keys(path) {
        if ((await node(at(path)))?.kind !== 'group') return [];
        const entries = await readdir(join(folder, at(path)), { withFileTypes: true });
        return entries
          .filter((entry) => entry.isDirectory())
          .map((entry) => entry.name)
          .sort();
      },
      attribute: async (path, attribute) => (await node(at(path)))?.attrs[attribute],
      shape: async (path) => (await array(at(path))).shape,
      dtype: async (path) => dtypeOf(await array(at(path))),
      tile: async (path, axis) => (await array(at(path))).chunks[axis] ?? 1,
      async strings(path) {
        const value = await read(at(path));
        return isChunk(value) ? Array.from(value.data as Iterable<unknown>, text) : [text(value)];
      },
      async numbers(path, ranges) {
        if (!isNumeric(dtypeOf(await array(at(path))))) {
          throw new AppError('unreadable', `${name}: ${at(path)} holds no numbers where numbers are expected.`);
        }
        if (ranges?.some(([from, to]) => to <= from)) return new Float64Array(0);
        const value = await read(at(path), ranges);
        return isChunk(value) ? numbersOf(value) : Float64Array.of(Number(value));
      },
      missingParts: (path) => missingFiles(folder, at(path)),
      open: (path) => tree(at(path)),
      close: () => known.clear(),
    };
  };
  return tree('');
}

/**
 * Zarr leaves out chunks that hold nothing but zeros, so that one that was lost cannot be told from them: to be asked of
 * arrays that hold none, such as the values of a compressed matrix.
 */
async function missingFiles(folder: string, path: string): Promise<number> {
  const files = await filesIn(join(folder, path));
  const description = files.find((file) => /[\\/](zarr\.json|\.zarray)$/.test(file));
  const about = JSON.parse(await readFile(description!, 'utf8')) as {
    shape: number[];
    chunks?: number[];
    chunk_grid?: { configuration?: { chunk_shape?: number[] } };
  };
  const chunks = about.chunks ?? about.chunk_grid?.configuration?.chunk_shape ?? about.shape;
  const expected = about.shape.reduce((product, extent, i) => product * Math.ceil(extent / chunks[i]), 1);
  return Math.max(0, expected - files.filter((file) => !isMarker(file)).length);
}

const isChunk = (value: unknown): value is zarr.Chunk<zarr.DataType> =>
  typeof value === 'object' && value !== null && 'data' in value && 'stride' in value;

const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

function dtypeOf({ dtype }: { dtype: string }): string {
  return /^(v2:|string$)/.test(dtype) ? 'text' : dtype;
}

/** The numbers of a chunk row after row, whichever order they were kept in. */
function numbersOf({ data, shape, stride }: zarr.Chunk<zarr.DataType>): Numbers {
  const values =
    data instanceof BigInt64Array || data instanceof BigUint64Array ? fromLong(data) : plainNumbers(data as Stored);
  if (shape.length < 2 || stride.at(-1) === 1) return values;
  const [rows, cols] = shape;
  const turned = values.slice();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) turned[i * cols + j] = values[i * stride[0] + j * stride[1]];
  }
  return turned;
}

/** Arrays of numbers, of half-precision ones (where the runtime has them) and of booleans. */
type Stored = Numbers | zarr.BoolArray | { readonly BYTES_PER_ELEMENT: 2; [Symbol.iterator](): Iterator<number> };

function plainNumbers(data: Stored): Numbers {
  if (data instanceof zarr.BoolArray) return Uint8Array.from(data, Number);
  return /^(Ui|I)nt|^Float(32|64)/.test(data.constructor.name) ? (data as Numbers) : Float32Array.from(data as Numbers);
}

/** @param cause what zarrita threw */
function failure(name: string, path: string, cause: unknown): AppError {
  const where = path === '' ? 'its description' : path;
  if (zarr.isZarritaError(cause, 'UnknownCodecError')) {
    return new AppError(
      'unreadable',
      `${name}: ${where} is packed with "${cause.codec}", which is not known here.`,
      'Write the store again with the usual compression: adata.write_zarr("data.zarr") in Python.',
      { cause },
    );
  }
  const inner = zarr.isZarritaError(cause, 'CodecPipelineError') ? (cause.cause ?? cause) : cause;
  return new AppError(
    'unreadable',
    `${name} is damaged: ${where} cannot be read (${reasonOf(inner)}).`,
    'Copy or download the store again, or export it again.',
    { cause },
  );
}
