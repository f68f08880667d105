/** `panelwright assay`: what an assay would leave of a panel's score, and how crowded cells get. */
import type { AssayReport, CrowdingReport } from '../../src-shared/analysis.ts';
import {
  assayNames,
  assays,
  captureOf,
  percentOf,
  referenceNames,
  references,
} from '../../src-shared/assay-presets.ts';
import { checkResults, decimal, parse } from './arguments.ts';
import { examine, tell } from './examine.ts';
import { options } from './options.ts';
import { digits, signed, table } from './output.ts';
import { UsageError } from './usage.ts';

const CAPTURES = '100,30,10,3';
const MOST = 8;

export async function assayCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, options.assay);
  checkResults({ '--json': values.json }, positionals.slice(0, 1), values);
  const shares = (values.capture ?? CAPTURES)
    .split(',')
    .map((text) => decimal('--capture', text.trim(), 0.01, 100)! / 100);
  const preset = readPreset(values.reference, values.like);
  // an assay that captures more than the reference loses nothing by capture, and crowds cells
  if (preset && preset.capture <= 1) shares.unshift(preset.capture);
  if (shares.length > MOST) throw new UsageError(`--capture takes up to ${MOST} shares, not ${shares.length}.`);
  const limit = decimal('--limit', values.limit, 0.001, 1e9) ?? null;
  await examine(positionals, values.quiet, async ({ run, ask }) => {
    const assay = await ask('assay', { assays: shares.map((capture) => ({ capture, binary: values.binary })) });
    const crowding = await ask('crowding', { capture: preset?.capture ?? Math.max(...shares), limit });
    tell({ assay, crowding }, [...(preset?.said ?? []), textOf(run.name, assay, crowding)].join('\n'), values);
  });
}

/** What is published of a reference's method and an assay's, as a share. @throws UsageError */
function readPreset(reference: string | undefined, like: string | undefined) {
  if (reference === undefined && like === undefined) return null;
  const from = referenceNames.find((name) => name === reference);
  const to = assayNames.find((name) => name === like);
  if (!from || !to) {
    throw new UsageError(
      `--reference (${referenceNames.join(', ')}) and --like (${assayNames.join(', ')}) are named together, not ${reference ?? 'nothing'} and ${like ?? 'nothing'}.`,
    );
  }
  const capture = percentOf(captureOf(from, to)) / 100;
  const facts = [references[from], assays[to]].map(({ name, source }) => `  ${name}: ${source}`);
  return {
    capture,
    said: [`${percentOf(capture)} molecules for 100 of the reference, from published numbers:`, ...facts, ''],
  };
}

function textOf(name: string, { readings, failures, how }: AssayReport, { classes, cuts, limit, met }: CrowdingReport) {
  const tasks = readings[0]?.tasks.map(({ task }) => task) ?? [];
  const [first] = classes;
  return [
    `${name}: predicted scores by the share of molecules captured`,
    '',
    table([
      ['captured', ...tasks, 'mean'],
      ...readings.map((reading) => [
        `${Number((reading.capture * 100).toPrecision(3))} %`,
        ...reading.tasks.map(({ score }) => digits(score)),
        digits(reading.mean),
      ]),
    ]),
    '',
    how,
    '',
    table([
      ['if this probe fails', 'mean score'],
      ...failures.slice(0, 10).map(({ symbol, change }) => [symbol, signed(change)]),
    ]),
    '',
    ...(first ? [`${first.name} is most crowded: ${first.molecules.toFixed(1)} molecules of the panel a cell.`] : []),
    ...(limit === null
      ? []
      : cuts.length === 0
        ? [`Every class is within the limit of ${limit}.`]
        : [
            `${met ? 'To get under' : 'Must-haves alone are above'} the limit of ${limit}, cut in this order: ` +
              `${cuts.map(({ symbol }) => symbol).join(', ')}.`,
          ]),
    '',
  ].join('\n');
}
