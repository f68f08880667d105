/** The system's own dialogs, and writing a file where the user said. */
import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import { AppError, describeError } from '../../../src-preload/errors.ts';
import type { ExportedFile } from '../../../src-preload/model.ts';

/** Asks for files to open; empty when the user thought better of it. */
export async function openFiles(
  window: BrowserWindow,
  options: { title: string; extensions: string[]; multiple: boolean },
): Promise<string[]> {
  const extensions = options.extensions.map(withoutDot);
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: options.title,
    properties: options.multiple ? ['openFile', 'multiSelections'] : ['openFile'],
    filters: [...(extensions.length > 0 ? [{ name: options.title, extensions }] : []), everything],
  });
  return filePaths;
}

/** Asks where to save; null when the user thought better of it. The path always ends in the extension. */
export async function saveAs(
  window: BrowserWindow,
  options: { title: string; defaultName: string; extension: string },
): Promise<string | null> {
  const extension = withoutDot(options.extension);
  const { filePath } = await dialog.showSaveDialog(window, {
    title: options.title,
    defaultPath: options.defaultName,
    filters: [{ name: options.title, extensions: [extension] }, everything],
  });
  if (!filePath) return null;
  return extname(filePath) ? filePath : `${filePath}.${extension}`;
}

/** Asks where to save a file and writes it; false when the user thought better of it. Throws AppError. */
export async function saveFile(window: BrowserWindow, file: ExportedFile): Promise<boolean> {
  const path = await saveAs(window, {
    title: `Save ${file.name}`,
    defaultName: file.name,
    extension: extname(file.name) || '.txt',
  });
  if (path === null) return false;
  await writeWhole(path, file.encoding ? Buffer.from(file.content, 'base64') : file.content);
  return true;
}

/** Writes beside the place and moves there, so that a full disk leaves the old file as it was. */
async function writeWhole(path: string, content: string | Buffer): Promise<void> {
  const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}`);
  try {
    await writeFile(draft, content, { flag: 'wx' });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new AppError(
      'conflict',
      `${path} could not be written: ${(error as Error).message}.`,
      'Save it in a folder that you may write to and that has room.',
      { cause: error },
    );
  }
}

/** True when training may be stopped so that the window can close. */
export async function agreesToStop(window: BrowserWindow, runs: number): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'warning',
    message: runs === 1 ? 'A panel is being trained.' : `${runs} panels are being trained or wait to be.`,
    detail: 'Training stops when Panelwright closes.',
    buttons: ['Keep open', 'Stop training and close'],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  });
  return response === 1;
}

/** An error of something that was not asked for in the window: the menu, a double-clicked file. */
export async function showError(window: BrowserWindow, error: unknown): Promise<void> {
  await dialog.showMessageBox(window, { type: 'error', message: describeError(error), buttons: ['OK'] });
}

const everything = { name: 'All files', extensions: ['*'] };
/** Electron wants the last part of an extension without its dot: `.csv.gz` is `gz` to a file dialog. */
const withoutDot = (extension: string) => extension.split('.').at(-1) ?? extension;
