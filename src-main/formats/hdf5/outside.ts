/**
 * HDF5 can point out of its file: links to other files, data kept outside, data sets put together of those of other
 * files. The library would follow all of it, so a file from a stranger could bring any file of this machine into a
 * project. Two lines hold: what points outside is refused by name when a file is opened, and the library itself can open
 * nothing but the file that it was given and its own plugins.
 */
import { resolve, sep } from 'node:path';
import type { Metadata } from 'h5wasm/node';
import { AppError } from '../../../src-shared/errors.ts';
import { inside } from './failures.ts';
import type { Library } from './types.ts';

type Module = Library['Module'];

/** What is used of Emscripten's file system: the C library opens every file through `open`. */
interface FileSystem {
  open(path: string, flags: number, mode?: number): unknown;
  ErrnoError: new (errno: number) => Error;
}

/** EACCES as WASI numbers it */
const NO_ACCESS = 2;
/** O_CREAT and O_EXCL as Emscripten numbers them */
const CREATE_NEW = 0o100 | 0o200;

/** The one file that a library may open at this moment, and what it was kept from opening. */
interface Border {
  open: string | null;
  refused: string | null;
}

const borders = new WeakMap<Module, Border>();

/** From now on the library opens its plugins, and a file only while `opening` is at it. */
export function drawBorder(module: Module, plugins: string): void {
  const border: Border = { open: null, refused: null };
  borders.set(module, border);
  const files = module.FS as unknown as FileSystem;
  const open = files.open.bind(files);
  files.open = (path, flags, mode) => {
    const full = resolve(path);
    const isPlugin = full === plugins || full.startsWith(plugins + sep);
    if (full === border.open || isPlugin || isScratch(path, flags)) return open(path, flags, mode);
    border.refused ??= path;
    throw new files.ErrnoError(NO_ACCESS);
  };
}

/** `tmpfile()`, in which the library prints its failures: a file that is made, and never one that is there. */
const isScratch = (path: string, flags: number) =>
  /^\/tmp\/tmpfile_\w+$/.test(path) && (flags & CREATE_NEW) === CREATE_NEW;

/** Does what opens a file; none but that one can be opened meanwhile, and none afterwards. */
export function opening<T>(module: Module, path: string, open: () => T): T {
  const border = borders.get(module)!;
  border.open = resolve(path);
  try {
    return open();
  } finally {
    border.open = null;
  }
}

/**
 * Does what may make the library reach for another file, which it often does without saying so: a virtual data set is
 * filled with zeros where its source cannot be opened.
 *
 * @throws AppError `unreadable` naming the other file
 */
export function withinFile<T>(module: Module, name: string, path: string, call: () => T): T {
  const border = borders.get(module)!;
  border.refused = null;
  let failure: { cause: unknown } | null = null;
  let value: T | undefined;
  try {
    value = call();
  } catch (cause) {
    failure = { cause };
  }
  // set by the library while it was called, which TypeScript cannot see
  const refused = border.refused as string | null;
  if (refused !== null) throw pointsOutside(name, path, `the file ${refused}`, failure?.cause);
  if (failure) throw failure.cause;
  return value as T;
}

/** Links of a file: more than any tool writes, few enough to look at in seconds. */
const MOST_LINKS = 200_000;

/**
 * Looks at every link and every data set of an open file, and reads nothing but a first value where only that shows
 * whether the data are kept elsewhere.
 *
 * @throws AppError `unreadable` that names the first thing that points out of the file
 */
export function refuseOutside(module: Module, file: bigint, name: string): void {
  const links = withinFile(module, name, '/', () => module.get_names(file, '/', true));
  if (links.length > MOST_LINKS) {
    throw new AppError(
      'unreadable',
      `${name} has ${links.length.toLocaleString('en')} groups and data sets; ${MOST_LINKS.toLocaleString('en')} is the most that is read here.`,
      'Write the cells, genes and matrix to a file of their own.',
    );
  }
  for (const link of links) refuseLink(module, file, name, link);
}

function refuseLink(module: Module, file: bigint, name: string, link: string): void {
  // their types say what there is of such a link; of another kind of link there is nothing
  const external = module.get_external_link(file, link) as { filename?: string; obj_path?: string };
  if (external.filename !== undefined) {
    throw pointsOutside(name, link, `${external.obj_path} of the file ${external.filename}`);
  }
  const target = module.get_symbolic_link(file, link) as string | null;
  const type = typeOf(module, file, link);
  if (target !== null && type !== module.H5G_DATASET && type !== module.H5G_GROUP && type !== module.H5G_TYPE) {
    throw pointsOutside(name, link, `${target}, which is not in the file`);
  }
  if (type === module.H5G_DATASET) refuseDataset(module, file, name, link);
}

/** What a path leads to; null where nothing is there, or what is there is damaged: who needs it says so. */
function typeOf(module: Module, file: bigint, path: string): number | null {
  try {
    return module.get_type(file, path);
  } catch {
    return null;
  }
}

function refuseDataset(module: Module, file: bigint, name: string, path: string): void {
  withinFile(module, name, path, () => {
    let metadata: Metadata;
    try {
      metadata = module.get_dataset_metadata(file, path);
    } catch {
      return;
    }
    // "." is how a file names itself
    const source = metadata.virtual_sources?.find((one) => one.file_name !== '.');
    if (source) throw pointsOutside(name, path, `${source.dset_name} of the file ${source.file_name}`);
    if (!metadata.chunks && !metadata.virtual_sources) touch(module, file, path, metadata);
  });
}

/** Reads one value: data kept in another file are looked for there, which the border makes known. */
function touch(module: Module, file: bigint, path: string, metadata: Metadata): void {
  const { shape, size, total_size: total } = metadata;
  if (!shape || !(total > 0)) return;
  const ones = shape.length > 0 ? shape.map(() => 1n) : null;
  const pointer = module._malloc(size);
  if (pointer === 0) return;
  try {
    module.HEAPU8.fill(0, pointer, pointer + size);
    module.get_dataset_data(file, path, ones, ones && ones.map(() => 0n), ones, BigInt(pointer));
    if (ones) module.reclaim_vlen_memory_count(file, path, '', BigInt(pointer), ones);
    else module.reclaim_vlen_memory(file, path, '', BigInt(pointer));
  } catch {
    // damaged, or elsewhere, which the border has noticed
  } finally {
    module._free(pointer);
  }
}

function pointsOutside(name: string, path: string, where: string, cause?: unknown): AppError {
  return new AppError(
    'unreadable',
    `${name}: ${inside(path)} is not in the file itself, but points at ${where}.`,
    'Nothing outside of a file is read. Where you know who made it, write it again with everything in it, in Python: anndata.read_h5ad("file.h5ad").write_h5ad("whole.h5ad").',
    { cause },
  );
}
