/** What every service is given: the host it runs on, the way to tell the window, and the project that is open. */
import type { Emit } from '../../src-shared/contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { SpawnAnalyst } from '../analysis/protocol.ts';
import type { SpawnTrainer } from '../engine/protocol.ts';
import type { Store } from '../store/open.ts';
import type { Log } from './diagnostics/log.ts';
import type { Analyst } from './workers/analyst-process.ts';
import type { SpawnImporter } from './workers/import-protocol.ts';
import type { Imports } from './workers/imports.ts';
import type { Training } from './workers/training.ts';

/** Facts about the host that services depend on; they know no host itself. */
export interface HostFacts {
  /** runs trained at once; unless set, as many as there are cores, less one */
  jobs?: number;
  kind: 'electron' | 'browser' | 'terminal';
  /** the folder that dialogs start in */
  home: string;
  /** recent projects, the example project */
  stateFolder: string;
  /** where times of runs are remembered; unless set, the state folder */
  timesFolder?: string;
  /** data that ships with the application */
  resources: string;
  /** listing and opening is confined to these folders after resolving links; null: anywhere (Electron, terminal) */
  filesRoots: string[] | null;
  /** folders outside of them that may be opened from all the same: dropped files, the project named at launch */
  alsoAllowed?: string[];
  /**
   * whether a dialog of the host itself asked if the file of this path may be replaced: then a window cannot say so by
   * itself (Electron); not set where there are no such dialogs
   */
  agreedInDialog?(path: string): boolean;
}

/** Whether the file of this path may be replaced. @param asked what the call says, which counts where the host cannot ask */
export const agreedTo = (host: HostFacts, path: string, asked: boolean): boolean =>
  host.agreedInDialog?.(path) ?? asked;

/** The open project, what fills it, what trains its runs and what answers questions about them. */
export interface Project {
  store: Store;
  imports: Imports;
  training: Training;
  analyst: Analyst;
}

export interface Context {
  readonly host: HostFacts;
  readonly log: Log;
  readonly emit: Emit;
  readonly spawnTrainer: SpawnTrainer;
  readonly spawnImporter: SpawnImporter;
  readonly spawnAnalyst: SpawnAnalyst;
  /** null when no project is open */
  project: Project | null;
  /** projects are opened and closed one after the other; resolves when the last of these is done */
  turn: Promise<unknown>;
}

/** The open project. @throws AppError `conflict` when none is open */
export function openProject(context: Context): Project {
  if (!context.project) {
    throw new AppError('conflict', 'No project is open.', 'Create a project or open one first.');
  }
  return context.project;
}

/** The open project, to be changed. @throws AppError `conflict` when none is open or it is read-only */
export function writableProject(context: Context): Project {
  const project = openProject(context);
  if (project.store.readOnly) {
    throw new AppError(
      'conflict',
      `The project ${project.store.path} is open for reading only.`,
      'Make the file and its folder writable, or work on a copy of it, and open it again.',
    );
  }
  return project;
}

/** Where the times of runs are remembered, whatever project they are in. */
export const timesFolder = ({ host }: Context): string => host.timesFolder ?? host.stateFolder;
