/**
 * HDF5 through h5wasm, with its traps closed: h5wasm returns stale bytes where a read fails, unless the library's
 * throwing error handler is on; compression beyond gzip needs plugins; numbers come in eleven array types.
 */
import type { Dataset, File, Group, Metadata, Reference } from 'h5wasm/node';
import { AppError } from '../../../src-shared/errors.ts';
import { inside, openFailure, readFailure } from './failures.ts';
import { discardLibrary, loadLibrary } from './library.ts';
import { replaceLzf } from './lzf-filter.ts';
import { opening, refuseOutside, withinFile } from './outside.ts';
import { readNumbers } from './numbers.ts';
import { readStrings, repairText } from './strings.ts';
import type { Numbers } from '../tree/tree.ts';
import {
  dtypeOf,
  fieldsOf,
  isNumericType,
  isTruth,
  isTruthField,
  type Library,
  textFieldsOf,
  typeClass,
} from './types.ts';

export type { Dataset, Group } from 'h5wasm/node';

const signature = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** True for the first bytes of an HDF5 file; the format allows a user block of 512, 1024, … bytes before them. */
export function isHdf5(head: Uint8Array): boolean {
  for (let at = 0; at + 8 <= head.length; at = at === 0 ? 512 : at * 2) {
    if (signature.every((byte, i) => head[at + i] === byte)) return true;
  }
  return false;
}

/** Filters of the HDF5 library itself and those of h5wasm-plugins, by their registered numbers. */
const knownFilters = new Set([
  1, 2, 3, 4, 5, 6, 307, 32000, 32001, 32004, 32008, 32013, 32015, 32019, 32022, 32023, 32026,
]);

/** Its plugin fails on text, and is replaced then. */
const lzf = 32000;

export function isDataset(node: object | null): node is Dataset {
  return node !== null && 'type' in node && node.type === 'Dataset';
}
export function isGroup(node: object | null): node is Group {
  return node !== null && 'type' in node && node.type === 'Group';
}

/** An open HDF5 file that names itself in every error. */
export class Hdf5 {
  readonly name: string;
  readonly root: Group;
  readonly #file: File;
  readonly #library: Library;

  private constructor(library: Library, file: File, name: string) {
    this.#library = library;
    this.#file = file;
    this.root = file;
    this.name = name;
  }

  /** @throws AppError `unreadable` where the file is cut short or damaged, or points at other files */
  static async open(path: string, name: string): Promise<Hdf5> {
    const library = await loadLibrary();
    let h5: Hdf5;
    try {
      h5 = new Hdf5(
        library,
        opening(library.Module, path, () => new library.File(path, 'r')),
        name,
      );
    } catch (cause) {
      if (!/HDF5-DIAG/.test(String(cause))) discardLibrary(library);
      throw openFailure(name, cause);
    }
    try {
      refuseOutside(library.Module, h5.#file.file_id, name);
      return h5;
    } catch (cause) {
      h5.close();
      discardLibrary(library);
      throw cause instanceof AppError ? cause : readFailure(name, '/', cause);
    }
  }

  close(): void {
    try {
      this.#file.close();
    } catch {
      // a damaged file may refuse to be closed; nothing was written to it
      discardLibrary(this.#library);
    }
  }

  /** Names of what is in a group; none where there is no group. */
  keys(group: Group | null): string[] {
    return group ? this.#reading(group.path, () => group.keys()) : [];
  }

  /** The group or dataset at a path, links followed; null where there is none. */
  get(path: string): Group | Dataset | null {
    return this.#reading(path, () => {
      const found = this.root.get(path);
      return isGroup(found) || isDataset(found) ? found : null;
    });
  }

  /** True for a dataset that stands for None: it has a type, but no extent. */
  isNothing(node: Group | Dataset): boolean {
    return isDataset(node) && this.#metadata(node).shape === null;
  }

  group(path: string): Group | null {
    const found = this.get(path);
    return isGroup(found) ? found : null;
  }

  dataset(path: string): Dataset | null {
    const found = this.get(path);
    return isDataset(found) ? found : null;
  }

  /** A dataset that must be there. */
  expect(path: string): Dataset {
    const found = this.dataset(path);
    if (found) return found;
    throw new AppError(
      'unreadable',
      `${this.name} lacks ${path}, which belongs to its format.`,
      'The file is incomplete: export it again.',
    );
  }

  /** The value of an attribute, or undefined. */
  attribute(node: Group | Dataset, name: string): unknown {
    return this.#reading(node.path, () => {
      const attribute = node.attrs[name];
      if (!attribute) return undefined;
      const { metadata } = attribute;
      if (metadata.type !== typeClass.string || !metadata.vlen) return attribute.value ?? undefined;
      const text = readStrings(this.#library.Module, node, metadata, name);
      return metadata.shape?.length === 0 ? text[0] : text;
    });
  }

  /** An attribute as text, or undefined. */
  text(node: Group | Dataset, name: string): string | undefined {
    const value = this.attribute(node, name);
    return typeof value === 'string' ? value : undefined;
  }

  /** The dataset that an attribute refers to (an HDF5 object reference), or null. */
  referred(node: Group | Dataset, name: string): Dataset | null {
    const value = this.attribute(node, name);
    const reference = Array.isArray(value) ? value[0] : value;
    if (typeof reference !== 'object' || reference === null || !('ref_data' in reference)) return null;
    return this.#reading(node.path, () => {
      const target = node.dereference(reference as Reference);
      return isDataset(target) ? target : null;
    });
  }

  shape(dataset: Dataset): number[] {
    return this.#reading(dataset.path, () => dataset.shape ?? []);
  }

  isText(dataset: Dataset): boolean {
    return this.#metadata(dataset).type === typeClass.string;
  }

  /** Type of the numbers as NumPy calls it: `int64`, `float32`, `bool`. */
  dtype(dataset: Dataset): string {
    return dtypeOf(this.#metadata(dataset));
  }

  isNumeric(dataset: Dataset): boolean {
    return isNumericType(this.#metadata(dataset));
  }

  /** Extent of a stored tile along an axis; 1 where the dataset is not tiled. */
  tile(dataset: Dataset, axis: number): number {
    return this.#metadata(dataset).chunks?.[axis] ?? 1;
  }

  /** True for what Python wrote as booleans: an enumeration of FALSE and TRUE. */
  isBoolean(dataset: Dataset): boolean {
    return isTruth(this.#metadata(dataset).enum_type);
  }

  isCompound(dataset: Dataset): boolean {
    return this.#metadata(dataset).type === typeClass.compound;
  }

  /** Names of the fields of a compound dataset. */
  fields(dataset: Dataset): string[] {
    return fieldsOf(this.#metadata(dataset));
  }

  /** Names of the fields of a compound dataset that hold text; the first field is always among them. */
  textFields(dataset: Dataset): string[] {
    return textFieldsOf(this.#metadata(dataset));
  }

  isBooleanField(dataset: Dataset, name: string): boolean {
    return isTruthField(this.#metadata(dataset), name);
  }

  /** Text of a whole dataset; a scalar becomes one entry, numbers become their decimal form. */
  strings(dataset: Dataset): string[] {
    if (this.isText(dataset) && this.#metadata(dataset).vlen) {
      this.#checkFilters(dataset);
      const { Module } = this.#library;
      return this.#unpacking(dataset, () => readStrings(Module, dataset, dataset.metadata));
    }
    const value = this.values(dataset);
    const list = Array.isArray(value) || ArrayBuffer.isView(value) ? Array.from(value as ArrayLike<unknown>) : [value];
    return list.map((entry) => repairText(String(entry)));
  }

  /** Reads once more where LZF's plugin failed and could be replaced. */
  #unpacking<T>(dataset: Dataset, read: () => T): T {
    try {
      return this.#reading(dataset.path, read);
    } catch (cause) {
      if (!dataset.filters.some((filter) => filter.id === lzf) || !replaceLzf(this.#library.Module)) throw cause;
      return this.#reading(dataset.path, read);
    }
  }

  /** Everything in a dataset as h5wasm gives it. */
  values(dataset: Dataset): unknown {
    this.#checkFilters(dataset);
    return this.#unpacking(dataset, () => dataset.value);
  }

  /**
   * Numbers of a dataset, or of a slice of it; see `readNumbers`.
   *
   * @throws AppError `unreadable` where it holds no numbers, or damaged ones
   */
  numbers(dataset: Dataset, ranges?: [number, number][]): Numbers {
    if (!this.isNumeric(dataset)) {
      throw new AppError(
        'unreadable',
        `${this.name}: ${inside(dataset.path)} holds no numbers where numbers are expected.`,
      );
    }
    this.#checkFilters(dataset);
    if (ranges?.some(([from, to]) => to <= from)) return new Float64Array(0);
    const { Module } = this.#library;
    return this.#reading(dataset.path, () => readNumbers(Module, dataset, dataset.metadata, ranges));
  }

  #checkFilters(dataset: Dataset): void {
    const unknown = this.#reading(dataset.path, () => dataset.filters.find((filter) => !knownFilters.has(filter.id)));
    if (unknown) {
      throw new AppError(
        'unreadable',
        `${this.name}: ${inside(dataset.path)} is compressed with "${unknown.name || 'an unnamed filter'}" (HDF5 filter ${unknown.id}), which is not known here.`,
        'Save the file again with gzip compression, in Python: adata.write_h5ad("file.h5ad", compression="gzip").',
      );
    }
  }

  #metadata(dataset: Dataset): Metadata {
    return this.#reading(dataset.path, () => dataset.metadata);
  }

  /** Runs a call of the library and puts its failure in words. */
  #reading<T>(path: string, call: () => T): T {
    try {
      return withinFile(this.#library.Module, this.name, path, call);
    } catch (cause) {
      if (cause instanceof AppError) throw cause;
      discardLibrary(this.#library);
      throw readFailure(this.name, path, cause);
    }
  }
}
