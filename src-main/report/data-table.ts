/** The data that a report speaks of, by the file's own fingerprint. */
import type { RunConfig } from '../../src-shared/model.ts';
import { count } from '../../src-shared/present/format.ts';
import { table } from './html.ts';

export const dataTable = (datasets: readonly Omit<RunConfig['datasets'][number], 'id'>[]) =>
  table(
    'Data',
    ['Data set', 'Cells', 'Genes', 'SHA-256 of the file'],
    datasets.map((one) => [one.name, count(one.cells), count(one.genes), { html: `<code>${one.sha256}</code>` }]),
    [1, 2],
  );
