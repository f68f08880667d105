/** What an HDF5 dataset holds, told by its type. */
import type * as h5wasm from 'h5wasm/node';
import type { Metadata } from 'h5wasm/node';

export type Library = typeof h5wasm;

/** H5T_class_t: how HDF5 numbers its kinds of types */
export const typeClass = { integer: 0, float: 1, string: 3, compound: 6, enumeration: 8 };

/** Type of the numbers as NumPy calls it: `int64`, `float32`, `bool`; of what holds none, what it holds. */
export function dtypeOf({ type, size, signed, enum_type }: Metadata): string {
  if (isTruth(enum_type)) return 'bool';
  if (type === typeClass.string) return 'text';
  if (type === typeClass.compound) return 'records';
  if (![typeClass.integer, typeClass.float, typeClass.enumeration].includes(type)) return 'something else';
  return (type === typeClass.float ? 'float' : signed ? 'int' : 'uint') + 8 * size;
}

/** True for numbers that can be read: long doubles of 80 or 128 bits cannot. */
export function isNumericType({ type, size }: Metadata): boolean {
  return (type === typeClass.integer || type === typeClass.float || type === typeClass.enumeration) && size <= 8;
}

/** True for what Python wrote as booleans: an enumeration of FALSE and TRUE. */
export function isTruth(type: { members: object } | undefined): boolean {
  return type !== undefined && 'TRUE' in type.members && 'FALSE' in type.members;
}

const membersOf = ({ compound_type }: Metadata) => compound_type?.members ?? [];

/** Names of the fields of a compound type. */
export function fieldsOf(metadata: Metadata): string[] {
  return membersOf(metadata).map(({ name }) => name);
}

/** Names of the fields that hold text; the first field is always among them. */
export function textFieldsOf(metadata: Metadata): string[] {
  return membersOf(metadata)
    .filter(({ type }, i) => i === 0 || type === typeClass.string)
    .map(({ name }) => name);
}

export function isTruthField(metadata: Metadata, field: string): boolean {
  return isTruth(membersOf(metadata).find(({ name }) => name === field)?.enum_type);
}
