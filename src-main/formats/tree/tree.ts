/**
 * What a reader needs of whatever keeps groups and arrays by path. HDF5 and zarr are such trees, and AnnData lies in
 * both in the same way. A path has no slash in front; '' is the root.
 */

/** A reader awaits what it asks for: HDF5 answers at once, zarr when its chunks are unpacked. */
export type Awaitable<T> = T | Promise<T>;

export type Numbers =
  Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array | Float32Array | Float64Array;

/** One [from, to) for each axis. */
export type Ranges = [from: number, to: number][];

/** A field of an array of records. */
export interface Field {
  name: string;
  /** one for each record */
  values: unknown[];
  boolean: boolean;
}

/** Every method throws AppError `unreadable`, with the name of the file, where what it reads is damaged. */
export interface Tree {
  /** name of the file and of what was opened in it, for messages */
  readonly name: string;
  kind(path: string): Awaitable<'group' | 'array' | null>;
  /** names of what is in a group; none where there is no group */
  keys(path: string): Awaitable<string[]>;
  /** the value of an attribute: a text, a number, a list of these; undefined where there is none */
  attribute(path: string, name: string): Awaitable<unknown>;
  /** extent of an array along each axis; [] for a single value */
  shape(path: string): Awaitable<number[]>;
  /** type of an array as NumPy calls it (`int64`, `float32`, `bool`); `text`, `records`, `nothing` (a type, but no extent) */
  dtype(path: string): Awaitable<string>;
  /** extent of a stored tile along an axis; 1 where the array is not tiled */
  tile(path: string, axis: number): Awaitable<number>;
  /** text of a whole array; numbers become their decimal form */
  strings(path: string): Awaitable<string[]>;
  /** numbers of an array or of a slice of it, row after row; 64-bit whole numbers as float64, half-precision as float32 */
  numbers(path: string, ranges?: Ranges): Awaitable<Numbers>;
  /** names of the fields of an array of records that hold text; the first field is always among them */
  textFields?(path: string): Awaitable<string[]>;
  /** an array of records, field by field */
  records?(path: string): Awaitable<Field[]>;
  /** path, from the root of the file, of the array that an attribute refers to; null where it refers to none */
  referred?(path: string, attribute: string): Awaitable<string | null>;
  /** how many of the files that an array is kept in are not there, and would be read as zeros */
  missingParts?(path: string): Awaitable<number>;
  /** what lies under a group, as a tree of its own; closed with the whole */
  open(path: string): Tree;
  close(): void;
}

/** True for a type whose numbers can be read: long doubles of 80 or 128 bits cannot. */
export const isNumeric = (dtype: string): boolean => /^(bool|u?int(8|16|32|64)|float(16|32|64))$/.test(dtype);

/** An attribute as text, or undefined. */
export async function textAttribute(tree: Tree, path: string, name: string): Promise<string | undefined> {
  const value = await tree.attribute(path, name);
  return typeof value === 'string' ? value : undefined;
}
