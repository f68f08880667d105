/** The project, what a user says in it, and what surrounds it. */
import type { FileKind } from './datasets.ts';

/** What a user says of a gene, in every run of the project. */
export interface GeneNote {
  /** as the data sets name it */
  gene: string;
  note: string;
  writtenAt: string;
}

/** A class that must not be missed, and the recall that the user wants of it. */
export interface ClassTarget {
  task: string;
  className: string;
  /** above 0, up to 1 */
  recall: number;
}

export interface ProjectInfo {
  path: string;
  name: string;
  createdAt: string;
  readOnly: boolean;
  /** rows that cannot be read and are left out, a sentence each */
  unreadable: string[];
}

export interface RecentProject {
  path: string;
  name: string;
  openedAt: string;
  exists: boolean;
  /** runs of it that are trained in the background, or wait to be */
  training: number;
}

export interface AppInfo {
  version: string;
  /** where the window lives; a browser has no native dialogs, a terminal no window */
  host: 'electron' | 'browser' | 'terminal';
  /** the folder that file dialogs start in */
  home: string;
  project: ProjectInfo | null;
  recent: RecentProject[];
  /** what can be opened as data */
  fileKinds: FileKind[];
}

export interface FolderListing {
  path: string;
  parent: string | null;
  entries: { name: string; path: string; kind: 'folder' | 'file'; bytes: number; modifiedAt: string }[];
}

/** A file made for the user: the host saves it (a dialog) or downloads it (a browser). */
export interface ExportedFile {
  name: string;
  mime: string;
  content: string;
  /** set where the content is bytes and not text, as a picture's are */
  encoding?: 'base64';
}

/** Something that was removed and can be brought back for a while. */
export interface RemovedThing {
  kind: 'dataset' | 'task' | 'run' | 'comparison' | 'benchmark';
  id: number;
  name: string;
  removedAt: string;
}
