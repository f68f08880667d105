/** `panelwright try`: a finished panel changed by hand: scored at once, kept, or filled up again. */
import type { SandboxReport } from '../../src-shared/analysis.ts';
import { AppError } from '../../src-shared/errors.ts';
import { type Edit, type HandPanel, changes, edited, fillRequest, keepRequest } from '../../src-shared/hand-panel.ts';
import type { Gene, PanelGene } from '../../src-shared/model.ts';
import { geneFinder } from '../data/gene-rules.ts';
import { didYouMean } from '../data/nearest.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { sharedGenes } from '../services/cohort/shared-genes.ts';
import { checkResults, geneList, parse, wholeNumber } from './arguments.ts';
import { examine, tell } from './examine.ts';
import { options } from './options.ts';
import { digits, progressLine, signed, table } from './output.ts';
import { startWork } from './start-work.ts';
import { UsageError } from './usage.ts';

export async function tryCommand(args: string[], stopped: Promise<never>): Promise<void> {
  const { values, positionals } = parse(args, options.try);
  checkResults({ '--json': values.json }, positionals.slice(0, 1), values);
  const k = wholeNumber('--fill', values.fill, 1, 100_000);
  if (values.keep !== undefined && k !== undefined) throw new UsageError('Either --keep the panel or --fill it up.');
  const some = (kind: Exclude<Edit['kind'], 'swap' | 'cut'>, texts: string[]): Edit[] =>
    texts.flatMap((text) => geneList(`--${kind}`, text)).map((gene) => ({ kind, gene }));
  const asked: Edit[] = [
    ...some('add', values.add),
    ...some('drop', values.drop),
    ...values.swap.flatMap((text) => text.split(',')).map(swapOf),
    ...some('lock', values.lock),
    ...some('ban', values.ban),
  ];
  const request = await examine(positionals, values.quiet, async ({ store, run, ask }) => {
    const panel = store.panels.list(run.id);
    const edits = namedAsInData(asked, sharedGenes(store, run.config.datasetIds, run.config).genes);
    const hand = edits.reduce(edited, whole(panel, edits));
    if (hand.genes.length === 0) throw new AppError('invalid', 'No gene is left in the panel.', 'Drop fewer.');
    const before = await ask('sandbox', { genes: panel.map(({ name }) => name) });
    const after = await ask('sandbox', { genes: hand.genes });
    const origin = { id: run.id, name: run.name, config: run.config, panel };
    tell({ ...changes(panel, hand), before, after }, textOf(hand, before, after), values);
    if (values.keep !== undefined) return keepRequest(origin, hand, values.keep);
    return k === undefined ? null : fillRequest(origin, hand, k, `${run.name}, filled up to ${k}`);
  });
  if (request === null) return;
  await startWork(positionals[0], [request], values.quiet, stopped);
  progressLine(values.quiet).say(`The project has it as “${request.name}”.`);
}

/** Genes are named by symbol, Ensembl ID or as the data do. @throws AppError for one that the data lack */
function namedAsInData(edits: Edit[], genes: Gene[]): Edit[] {
  const find = geneFinder(genes);
  const nameOf = (asked: string) => {
    const [found] = find(asked).found;
    if (found !== undefined) return genes[found].name;
    const names = new Set(genes.flatMap(({ name, symbol }) => [name, symbol]));
    throw new AppError(
      'not-found',
      `The gene "${asked}" is not among the ${genes.length} genes of the run's data.`,
      didYouMean(asked, names, 'Check how the data name their genes.'),
    );
  };
  return edits.map((edit) => {
    if (edit.kind === 'cut') return edit;
    if (edit.kind === 'swap') return { ...edit, gene: nameOf(edit.gene), by: nameOf(edit.by) };
    return { ...edit, gene: nameOf(edit.gene) };
  });
}

/** The run's panel; must-haves are locked, as in the window. @throws AppError where an edit names a gene that is not in it */
function whole(panel: PanelGene[], edits: Edit[]): HandPanel {
  const names = new Set(panel.map(({ name }) => name));
  const stranger = edits.find((edit) => (edit.kind === 'drop' || edit.kind === 'swap') && !names.has(edit.gene));
  if (stranger && stranger.kind !== 'cut') {
    const symbols = panel.map(shownSymbol);
    throw new AppError(
      'not-found',
      `The gene "${stranger.gene}" is not in the panel, so it cannot be taken out.`,
      `The panel has ${symbols.slice(0, 8).join(', ')}${symbols.length > 8 ? ` and ${symbols.length - 8} more` : ''}.`,
    );
  }
  const forced = panel.filter((gene) => gene.forced).map(({ name }) => name);
  return { genes: [...names], locked: forced.length < names.size ? forced : [], banned: [] };
}

function swapOf(text: string): Edit {
  const [gene, by] = text.split('=').map((part) => part.trim());
  if (gene && by) return { kind: 'swap', gene, by };
  throw new UsageError(`--swap takes OLD=NEW, not "${text}".`);
}

function textOf(hand: HandPanel, before: SandboxReport, after: SandboxReport): string {
  const classes = after.tasks.flatMap(({ task, classes }, t) =>
    classes.map((one, c) => ({ task, ...one, change: one.recall - before.tasks[t].classes[c].recall })),
  );
  const moved = classes.filter(({ change }) => Math.abs(change) >= 0.005).sort((a, b) => a.change - b.change);
  return [
    table([
      ['task', 'score', 'before', 'change'],
      ...after.tasks.map(({ task, score }, t) => [
        task,
        digits(score),
        digits(before.tasks[t].score),
        signed((score ?? 0) - (before.tasks[t].score ?? 0)),
      ]),
    ]),
    '',
    ...(moved.length > 0
      ? [
          table([
            ['class', 'task', 'recall', 'change', 'cells'],
            ...moved.map(({ name, task, recall, change, cells, tooFew }) => [
              name,
              task,
              digits(recall),
              signed(change),
              `${cells}${tooFew ? ' (too few to say)' : ''}`,
            ]),
          ]),
          '',
        ]
      : []),
    `${hand.genes.length} genes. Heads fitted again, mean of 2 trainings, on validation cells; two trainings of one panel ` +
      `differ by ${(2 * Math.max(before.noise, after.noise)).toFixed(3)}.`,
    '',
  ].join('\n');
}
