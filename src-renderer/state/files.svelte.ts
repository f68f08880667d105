import type { Client } from './client.ts';

/** What the folder browser is asked for, where the host has no dialogs of its own. */
export interface FileRequest {
  title: string;
  /** without the dot; empty: any file */
  extensions: string[];
  mode: 'open' | 'open-many' | 'save';
  /** for `save` */
  defaultName: string;
  answer: (paths: string[]) => void;
}

export const LABEL_EXTENSIONS = ['csv', 'tsv', 'txt', 'gz', 'xlsx'];
export const PROJECT_EXTENSION = 'panelwright';

/** Asks the user for files: with the system's dialogs in Electron, with our folder browser elsewhere. */
export class Files {
  request = $state.raw<FileRequest | null>(null);
  #client: Client;

  constructor(client: Client) {
    this.#client = client;
  }

  /** Empty when the user thought better of it. */
  open(title: string, extensions: string[], multiple = false): Promise<string[]> {
    if (this.#client.dialogs) return this.#client.dialogs.openFiles({ title, extensions, multiple });
    return this.#browse({ title, extensions, mode: multiple ? 'open-many' : 'open', defaultName: '' });
  }

  async save(title: string, defaultName: string, extension: string): Promise<string | null> {
    if (this.#client.dialogs) return this.#client.dialogs.saveAs({ title, defaultName, extension });
    return (await this.#browse({ title, extensions: [extension], mode: 'save', defaultName }))[0] ?? null;
  }

  #browse(request: Omit<FileRequest, 'answer'>): Promise<string[]> {
    this.request?.answer([]);
    return new Promise((resolve) => {
      this.request = {
        ...request,
        answer: (paths) => {
          this.request = null;
          resolve(paths);
        },
      };
    });
  }
}
