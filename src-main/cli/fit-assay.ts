/** `panelwright fit-assay`: what a pilot says of an assay, as a file that a design takes. */
import { join, resolve } from 'node:path';
import type { AssayFit, FittedGene } from '../../src-shared/model.ts';
import { writeWhole } from '../services/tables/whole-file.ts';
import { checkResults, parse, spread } from './arguments.ts';
import { bringData } from './bring-data.ts';
import { bringTasks } from './bring-tasks.ts';
import { spreading } from './option.ts';
import { options } from './options.ts';
import { digits, progressLine, table } from './output.ts';
import { openOrMake } from './project.ts';
import { inSession } from './session.ts';
import { readTaskArguments } from './task-arguments.ts';
import { UsageError } from './usage.ts';

/** Genes that the text names. */
const SHOWN = 12;
/** Standard deviations from the typical gene at which one is named. */
const FAR = 2;

export async function fitAssayCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const { values, positionals } = parse(spread(args, spreading(options['fit-assay'])), options['fit-assay']);
  if (positionals.length !== 2) throw new UsageError('Name two data files: the reference, then the pilot.');
  if (values.task.length > 1) throw new UsageError('fit-assay takes one --task: the classes that both files have.');
  const data = positionals.map((file) => resolve(file));
  checkResults({ '--out': values.out, '--json': values.json }, data, values);
  const tasks = readTaskArguments({ ...values, 'task-weight': [], hierarchy: [], continuous: [], target: [] });
  const progress = progressLine(values.quiet);
  await inSession({ temporary: true, progress, stopped }, async (session, folder) => {
    const { undo } = await openOrMake(session, join(folder!, 'fit.panelwright'));
    const datasets = await bringData(session, { data, labels: [], reading: {} }, undo, progress);
    if (datasets.length !== 2) throw new UsageError('The reference and the pilot are the same file.');
    const taskIds = await bringTasks(session, tasks, 2, datasets, undo);
    progress.say('Comparing the genes of the two');
    const [reference, pilot] = datasets.map(({ id }) => id);
    const fit = await session.call('assays.fit', { reference, pilot, taskId: taskIds[0] });
    progress.end();
    const json = `${JSON.stringify(fit, null, 1)}\n`;
    if (values.out !== undefined) writeWhole(values.out, json, values);
    if (values.json === '-') process.stdout.write(json);
    else if (values.json !== undefined) writeWhole(values.json, json, values);
    if (values.json !== '-') process.stdout.write(textOf(fit));
  });
}

function textOf(fit: AssayFit): string {
  const { assay, genes, cells } = fit;
  const far = genes.filter(({ distance }) => Math.abs(distance) >= FAR);
  const row = ({ symbol, referenceMean, pilotMean, share, distance }: FittedGene) => [
    symbol,
    digits(referenceMean),
    digits(pilotMean),
    digits(share),
    `${distance > 0 ? '+' : '−'}${Math.abs(distance).toFixed(1)}`,
  ];
  return [
    `${fit.pilot} (${cells.pilot} cells) against ${fit.reference} (${cells.reference} cells): ${genes.length} genes in both`,
    fit.classes === null
      ? 'All cells were compared as they are: a tissue cut elsewhere looks like an efficiency. Name the classes of both with --task to allow for that.'
      : `The reference’s classes of ${fit.classes} were weighed as the pilot has them.`,
    '',
    table([
      ['molecules for one of the reference, mean', digits(assay.capture[0])],
      ['how much genes differ in it (sd of ln)', digits(assay.efficiencySd)],
      ['false molecules a gene and cell', digits(assay.background)],
      ['how much cells differ in depth (sd of ln)', digits(assay.depthSd)],
    ]),
    `False molecules: ${fit.background}.`,
    '',
    far.length === 0
      ? 'No gene stands apart.'
      : table([
          ['stands apart', 'in the reference', 'in the pilot', 'molecules for one', 'sd from typical'],
          ...far.slice(0, SHOWN).map(row),
        ]),
    far.length > SHOWN ? `and ${far.length - SHOWN} more` : '',
    '',
  ].join('\n');
}
