/** Panelwright for a browser on this machine: the application, an HTTP server, and nothing else. */
import { existsSync } from 'node:fs';
import { realpath, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { AppError } from '../src-shared/errors.ts';
import { createApp, dispatch } from './app.ts';
import { createEventStreams } from './hosts/http/events.ts';
import { stateFolder } from './hosts/http/folders.ts';
import { temporaryFolder } from './hosts/temporary.ts';
import { startHttpHost } from './hosts/http/server.ts';
import { processes } from './hosts/http/spawn.ts';
import { startOnUsualPort } from './hosts/http/usual-port.ts';

const root = resolve(import.meta.dirname, '..');

export interface ServeOptions {
  /** opened first; nothing else of its folder is served */
  project?: string;
  /** the port of the first launch unless given; 0: any free one */
  port?: number;
  /** folders that the window may read and write besides the home folder */
  files?: string[];
}

export interface Service {
  /** what to open in the browser; holds this launch's token */
  address: string;
  /** stops training, leaves the project at rest, stops listening */
  close(): Promise<void>;
}

/**
 * Starts the application and its server on 127.0.0.1. Throws AppError: no built window, a project that cannot be opened,
 * a folder that is none, a port that is taken.
 */
export async function startService(options: ServeOptions): Promise<Service> {
  const renderer = join(root, 'out', 'renderer');
  if (!existsSync(join(renderer, 'index.html'))) {
    throw new AppError('not-found', 'The window has not been built yet.', 'Run "npm run build" first.');
  }
  const project = options.project ? resolve(options.project) : null;
  const files = await folders(options.files ?? []);
  const uploads = temporaryFolder();
  const events = createEventStreams();
  const app = createApp({
    host: {
      kind: 'browser',
      home: homedir(),
      stateFolder: stateFolder(),
      resources: join(root, 'resources'),
      filesRoots: [homedir(), ...files],
      alsoAllowed: [uploads, ...(project ? [project] : [])],
    },
    ...processes,
    emit: events.emit,
  });
  try {
    if (project) await dispatch(app, 'project.open', { path: project });
    const start = (port: number) =>
      startHttpHost({
        renderer,
        uploads,
        port,
        invoke: (name, input) => dispatch(app, name, input),
        events,
        onDefect: (error) => console.error(error),
      });
    const host = await (options.port === undefined ? startOnUsualPort(stateFolder(), start) : start(options.port));
    return {
      address: host.address,
      async close() {
        await host.close();
        await app.close();
        await rm(uploads, { recursive: true, force: true });
      },
    };
  } catch (error) {
    events.close();
    await app.close();
    await rm(uploads, { recursive: true, force: true });
    throw error;
  }
}

/** The folders as they are without links. @throws AppError `not-found` for what is none */
async function folders(named: string[]): Promise<string[]> {
  return Promise.all(
    named.map(async (folder) => {
      const isFolder = await stat(folder).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (isFolder) return realpath(folder);
      throw new AppError('not-found', `There is no folder ${folder} to serve.`, 'Check the spelling of --files.');
    }),
  );
}

/** Serves until the terminal asks it to stop, printing the address on stdout. Throws what `startService` throws. */
export async function serve(options: ServeOptions): Promise<void> {
  const service = await startService(options);
  announce(service);
  await untilStopped(service);
}

/** Prints the address: it alone on stdout, for programs; what to do with it on stderr, for people. */
export function announce({ address }: Service): void {
  console.log(address);
  console.error('Open this address in a browser on this machine. Ctrl+C stops Panelwright and any training.');
}

/** Waits until the terminal asks to stop, and stops. Asked a second time, the process ends at once. */
export async function untilStopped(service: Service): Promise<void> {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  await new Promise<void>((stop) => {
    const first = () => {
      for (const signal of signals) process.off(signal, first);
      stop();
    };
    for (const signal of signals) process.on(signal, first);
  });
  await service.close();
}
