/** Which executor computed a checkpoint: another does not go on from it. */
import type { Database } from 'better-sqlite3';

export const version = 10;

export function up(db: Database): void {
  // those that are there are of no executor that is known: their trainings begin anew
  db.exec(`alter table checkpoints add column executor text not null default ''`);
}
