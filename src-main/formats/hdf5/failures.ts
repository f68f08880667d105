/** What HDF5 says of a file that it cannot read, in words. */
import { AppError } from '../../../src-shared/errors.ts';

/** @param cause what the library threw when it was to open the file */
export function openFailure(name: string, cause: unknown): AppError {
  const sizes = /truncated file: eof = (\d+),.*stored_eof = (\d+)/.exec(String(cause));
  if (sizes) {
    return new AppError(
      'unreadable',
      `${name} is cut short: it says that it has ${sizes[2]} bytes, but only ${sizes[1]} are there.`,
      'Copy or download the file again.',
      { cause },
    );
  }
  if (/already open for write/.test(String(cause))) {
    return new AppError(
      'unreadable',
      `${name} is marked as being written: a program has it open, or ended while it wrote.`,
      'Close the program that writes it (a Python session, for example) and try again; if none does, write the file again, or take the mark away with "h5clear -s FILE".',
      { cause },
    );
  }
  return new AppError(
    'unreadable',
    `${name} starts like an HDF5 file, but cannot be opened as one: ${reason(cause)}.`,
    'The file is probably damaged: copy or download it again.',
    { cause },
  );
}

/** @param cause what the library threw when it was to read what lies at the path */
export function readFailure(name: string, path: string, cause: unknown): AppError {
  return new AppError(
    'unreadable',
    `${name} is damaged: ${inside(path)} cannot be read (${reason(cause)}).`,
    'Copy or download the file again, or export it anew.',
    { cause },
  );
}

/** A path as people write it, without the slash in front. */
export function inside(path: string): string {
  return path.replace(/^\/+(?=.)/, '');
}

/** The innermost line of HDF5's error stack, which is the one that says why. */
function reason(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  const lines = [...text.matchAll(/#\d+: .* in \w+\(\): (.*)/g)];
  return (lines.at(-1)?.[1] ?? text.split('\n')[0]).trim();
}
