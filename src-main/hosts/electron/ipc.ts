/** The main process's end of the preload script: five channels in, one out, for our own page only. */
import { ipcMain, type BrowserWindow } from 'electron';
import { z } from 'zod';
import { channels } from '../../../src-shared/channels.ts';
import { type CallName, calls, type Emit } from '../../../src-shared/contract.ts';
import { AppError, toErrorData } from '../../../src-shared/errors.ts';
import type { AppInfo } from '../../../src-shared/model.ts';
import { openFiles, saveAs, saveFile } from './dialogs.ts';
import { createGrants } from './grants.ts';
import { isOurs } from './security.ts';

const openSchema = z.object({ title: z.string(), extensions: z.array(z.string()), multiple: z.boolean() }).strict();
const saveAsSchema = z.object({ title: z.string(), defaultName: z.string(), extension: z.string() }).strict();
const fileSchema = z
  .object({ name: z.string().min(1), mime: z.string(), content: z.string(), encoding: z.literal('base64').optional() })
  .strict();

/** Answers the window's calls. `invoke` parses its own input and refuses names outside the contract. */
export function answerCalls(window: () => BrowserWindow, invoke: (name: string, input: unknown) => Promise<unknown>) {
  const grants = createGrants();
  answer(channels.call, async (name, input) => {
    if (typeof name === 'string' && Object.hasOwn(calls, name)) grants.check(name as CallName, input);
    const value = await invoke(String(name), input);
    // projects that were opened before are there to be opened again
    if (name === 'app.info') for (const { path } of (value as AppInfo).recent) grants.read(path);
    return value;
  });
  answer(channels.openFiles, async (options) => {
    const paths = await openFiles(window(), parse(openSchema, options));
    for (const path of paths) grants.read(path);
    return paths;
  });
  answer(channels.saveAs, async (options) => {
    const path = await saveAs(window(), parse(saveAsSchema, options));
    if (path !== null) grants.write(path);
    return path;
  });
  answer(channels.dropped, async (path) => {
    grants.read(parse(z.string().min(1), path));
    return null;
  });
  answer(channels.save, (file) => saveFile(window(), parse(fileSchema, file)));
}

/** Sends an event to the window, if it is there to hear it. */
export function emitTo(window: () => BrowserWindow | null): Emit {
  return (event, payload) => {
    const contents = window()?.webContents;
    if (contents && !contents.isDestroyed()) contents.send(channels.event, event, payload);
  };
}

/** Electron makes a thrown error into a line of text, so errors travel as an answer. */
function answer(channel: string, handle: (...input: unknown[]) => Promise<unknown>): void {
  ipcMain.handle(channel, async (event, ...input: unknown[]) => {
    try {
      if (!isOurs(event.senderFrame)) throw new AppError('invalid', 'The call came from another page.');
      return { value: await handle(...input) };
    } catch (error) {
      if (!(error instanceof AppError)) process.stderr.write(`${(error as Error)?.stack ?? String(error)}\n`);
      return { error: toErrorData(error) };
    }
  });
}

function parse<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new AppError('invalid', `The window asked wrongly: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}
