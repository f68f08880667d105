/** The system's own dialogs, and writing a file where the user said. */
import { extname } from 'node:path';
import { dialog, type BrowserWindow } from 'electron';
import { describeError } from '../../../src-shared/errors.ts';
import type { ExportedFile } from '../../../src-shared/model.ts';
import { checkWritable, writeWhole } from '../../services/tables/whole-file.ts';
import { bytesOf } from '../../services/tables/zip-file.ts';

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

/** Paths that a save dialog has answered: it asks itself before a file that is there is replaced. */
const agreed = new Set<string>();

/** Whether a save dialog answered just this path; its word counts once. */
export const agreedInDialog = (path: string): boolean => agreed.delete(path);

/** Asks where to save; null when the user thought better of it. A name without an ending gets this one. */
export async function saveAs(
  window: BrowserWindow,
  options: { title: string; defaultName: string; extension: string },
): Promise<string | null> {
  const extension = withoutDot(options.extension);
  const { filePath } = await dialog.showSaveDialog(window, {
    title: options.title,
    defaultPath: options.defaultName,
    // without it the dialogs of Linux do not ask
    properties: ['showOverwriteConfirmation'],
    filters: [{ name: options.title, extensions: [extension] }, everything],
  });
  if (!filePath) return null;
  // of the name with an ending that it lacked, the dialog knew nothing
  if (!extname(filePath)) return `${filePath}.${extension}`;
  agreed.add(filePath);
  return filePath;
}

/** Asks where to save a file and writes it; false when the user thought better of it. Throws AppError. */
export async function saveFile(window: BrowserWindow, file: ExportedFile): Promise<boolean> {
  const path = await saveAs(window, {
    title: `Save ${file.name}`,
    defaultName: file.name,
    extension: extname(file.name) || '.txt',
  });
  if (path === null) return false;
  const consent = { overwrite: agreedInDialog(path) };
  checkWritable(path, consent);
  writeWhole(path, bytesOf(file), consent);
  return true;
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
