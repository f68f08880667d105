/** Files that nothing may be written over: those of open projects, and those that their data were read from. */
import { closeSync, openSync, readSync } from 'node:fs';

/** "PNWR": marks the file as ours, in the header that `file(1)` reads too. */
export const APPLICATION_ID = 0x504e5752;
/** Where SQLite keeps it. */
const APPLICATION_ID_AT = 68;

export interface FileInUse {
  file: string;
  /** as part of a sentence */
  why: string;
}

/** What a project keeps next to its file while it is open. */
const COMPANIONS = ['', '-wal', '-shm', '-journal', '-lock'];

interface OpenProject {
  path: string;
  /** files and folders of all its data sets */
  sources(): string[];
}
const open = new Set<OpenProject>();

/** Counts the project as open until the function that is returned is called. */
export function markOpen(project: OpenProject): () => void {
  open.add(project);
  return () => void open.delete(project);
}

/** Of every project that this process has open. A folder stands for the files in it. */
export function filesInUse(): FileInUse[] {
  return [...open].flatMap(({ path, sources }) => [
    ...COMPANIONS.map((ending) => ({ file: path + ending, why: 'it is a file of the open project' })),
    ...sources().map((file) => ({ file, why: 'a data set of the open project was read from it' })),
  ]);
}

/** True for the file of a project, no matter who has it open; false for one that is not there or may not be read. */
export function isProject(path: string): boolean {
  const head = Buffer.alloc(APPLICATION_ID_AT + 4);
  try {
    const file = openSync(path, 'r');
    try {
      readSync(file, head, 0, head.length, 0);
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
  return (
    head.toString('latin1', 0, 15) === 'SQLite format 3' && head.readUInt32BE(APPLICATION_ID_AT) === APPLICATION_ID
  );
}
