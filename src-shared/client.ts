/** The typed client that the window uses, made from whatever can carry a call and an event. */
import type { CallName, EventName, Events, Input, Reply } from './contract.ts';
import type { ErrorData } from './errors.ts';
import type { ExportedFile } from './model.ts';

/** What a host gives the window. Electron's preload and the browser's HTTP transport are the two there are. */
export interface Transport {
  /** rejects with an `AppError` */
  invoke(name: CallName, input: unknown): Promise<unknown>;
  /** returns the way to stop listening */
  subscribe(name: EventName, listener: (payload: unknown) => void): () => void;
  /** tells why the engine cannot be reached any more, and null once it can again; null where both end together */
  watch: ((listener: (lost: ErrorData | null) => void) => () => void) | null;
  /** a path that the engine can open for a file dropped on or chosen in the window */
  pathOf(file: File): Promise<string>;
  /** asks where to, and writes; false when the user thought better of it */
  save(file: ExportedFile): Promise<boolean>;
  /** native dialogs; null where the host has none and the window must list folders itself */
  dialogs: {
    openFiles(options: { title: string; extensions: string[]; multiple: boolean }): Promise<string[]>;
    saveAs(options: { title: string; defaultName: string; extension: string }): Promise<string | null>;
  } | null;
}

export interface Client {
  call<N extends CallName>(name: N, input: Input<N>): Promise<Reply<N>>;
  on<E extends EventName>(name: E, listener: (payload: Events[E]) => void): () => void;
  watch: Transport['watch'];
  pathOf: Transport['pathOf'];
  save: Transport['save'];
  dialogs: Transport['dialogs'];
}

export function createClient(transport: Transport): Client {
  return {
    call: (name, input) => transport.invoke(name, input) as never,
    on: (name, listener) => transport.subscribe(name, listener as (payload: unknown) => void),
    watch: transport.watch,
    pathOf: (file) => transport.pathOf(file),
    save: (file) => transport.save(file),
    dialogs: transport.dialogs,
  };
}
