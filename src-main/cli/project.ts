/** The project that a command works in: opened, or made; and left as it was where the work cannot begin. */
import { existsSync, rmSync } from 'node:fs';
import type { Session } from './session.ts';

/** Steps back, in the order in which they were taken. */
export type Undo = (() => Promise<unknown>)[];

/** @returns where steps back are kept, and what takes them: a project that was made here goes as a whole */
export async function openOrMake(session: Session, path: string): Promise<{ undo: Undo; takeBack(): Promise<void> }> {
  const isNew = !existsSync(path);
  await session.call(isNew ? 'project.create' : 'project.open', { path });
  const undo: Undo = [];
  return {
    undo,
    async takeBack() {
      if (!isNew) for (const step of undo.reverse()) await step();
      else {
        await session.close();
        rmSync(path, { force: true });
      }
    },
  };
}
