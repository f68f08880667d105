/** What every predictor and seed says of the test cells, so that scores can be computed anew. */
import type { Database } from 'better-sqlite3';

export const version = 8;

export function up(db: Database): void {
  db.exec(`
-- of the cells of the task at the same position in "predictions", which holds those that are shown
create table other_predictions (
  run_id integer not null,
  position integer not null,
  number integer not null,
  predictor text not null,
  seed integer,
  "values" blob not null,
  primary key (run_id, position, number),
  foreign key (run_id, position) references predictions (run_id, position) on delete cascade
) strict;
`);
}
