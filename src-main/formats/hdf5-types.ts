/** What an HDF5 dataset holds, told by its type. */
import type { Metadata } from 'h5wasm/node';

/** H5T_class_t: how HDF5 numbers its kinds of types */
export const typeClass = { integer: 0, float: 1, string: 3, compound: 6, enumeration: 8 };

/** Type of the numbers as NumPy calls it: `int64`, `float32`, `bool`. */
export function dtypeOf({ type, size, signed, enum_type }: Metadata): string {
  if (isTruth(enum_type)) return 'bool';
  return (type === typeClass.float ? 'float' : signed ? 'int' : 'uint') + 8 * size;
}

export function isNumericType({ type }: Metadata): boolean {
  return type === typeClass.integer || type === typeClass.float || type === typeClass.enumeration;
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
