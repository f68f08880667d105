/** Files that cross the server: the built window on its way out, dropped files on their way in. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, statfs } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../src-shared/errors.ts';
import { findAsset } from '../page.ts';

const uploadLimit = 64 * 2 ** 30;

/** Sends one file of the built window; false when there is none by that path. */
export async function sendAsset(folder: string, urlPath: string, response: ServerResponse): Promise<boolean> {
  const asset = await findAsset(folder, urlPath);
  if (!asset) return false;
  response.writeHead(200, { 'Content-Type': asset.type, 'Content-Length': asset.bytes });
  await pipeline(createReadStream(asset.path), response);
  return true;
}

export interface Uploads {
  /** streams the body to a private file that keeps its name; answers its path */
  receive(request: IncomingMessage, name: string): Promise<string>;
}

/**
 * Keeps uploads below `folder`, each in a folder of its own so that the file keeps its name. A browser cannot say where
 * a dropped file lies, so its bytes travel; the import reads them from here.
 */
export function createUploads(folder: string, limit = uploadLimit): Uploads {
  return {
    async receive(request, name) {
      const plain = basename(name.replaceAll('\\', '/'));
      if (!plain || plain === '.' || plain === '..' || plain.includes('\0') || Buffer.byteLength(plain) > 255) {
        await drain(request);
        throw new AppError('invalid', `“${name}” is not a file name.`, 'Rename the file and drop it again.');
      }
      const { bavail, bsize } = await statfs(folder);
      if (!(declaredBytes(request) <= Math.min(limit, bavail * bsize))) {
        await drain(request);
        throw new AppError(
          'conflict',
          `${plain} does not fit into the folder for temporary files.`,
          'Choose it from the file list instead, which opens it where it lies.',
        );
      }
      const own = await mkdtemp(join(folder, 'file-'));
      const path = join(own, plain);
      try {
        await pipeline(request, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
        return path;
      } catch (error) {
        await rm(own, { recursive: true, force: true });
        throw error;
      }
    },
  };
}

/** The length of the body as the request states it; NaN where it states none, which browsers never do. */
export function declaredBytes(request: IncomingMessage): number {
  return Number(request.headers['content-length'] ?? Number.NaN);
}

/** Reads the body away: a browser only listens to an answer when it is done sending. */
export async function drain(request: IncomingMessage): Promise<void> {
  for await (const _chunk of request);
}
