/** The report of a run. */
import { excludedWords } from '../../src-shared/gene-families.ts';
import { methods } from '../../src-shared/methods.ts';
import { targetResults, targetSentence } from '../../src-shared/recall-targets.ts';
import { escaped } from '../../src-shared/present/charts/figure.ts';
import { count, counted, listed, moment, score } from '../../src-shared/present/format.ts';
import { provenance } from '../../src-shared/present/provenance.ts';
import { readings, readingsOf, resultIn } from '../../src-shared/present/readings.ts';
import { scoreRows } from '../../src-shared/present/scores.ts';
import { verdict } from '../../src-shared/present/verdict.ts';
import { headlineMetric, metrics } from '../../src-shared/metrics.ts';
import { predictors } from '../../src-shared/present/words.ts';
import { shownSymbol } from '../data/shown-symbol.ts';
import { dataTable } from './data-table.ts';
import type { ReportData } from './data.ts';
import { curves, scoresFigure, taskFigures } from './figures.ts';
import { figureOf, listOf, pageOf, paragraph, section, table } from './html.ts';
import { limitsOf } from './limits.ts';
import { methodsText, references } from './methods-text.ts';
import { panelSection } from './panel.ts';

export function reportPage(data: ReportData): string {
  const { run } = data;
  return pageOf(
    run.name,
    `${methods[run.config.method].name} · project ${data.project} · ${moment(run.finishedAt)} · Panelwright ${run.appVersion}`,
    verdict(run),
    [asked(data), scores(data), panelSection(data), limits(data), method(data), settings(data)],
    `Made ${moment(data.madeAt)} by Panelwright ${run.appVersion}. Scores are on cells that selection never saw.`,
  );
}

function asked({ run }: ReportData): string {
  const { config } = run;
  const tasks = config.tasks.map((task) => {
    const result = run.results.find((one) => one.task === task.name);
    if (task.kind === 'continuous') return `${task.name}: a number`;
    return `${task.name}: ${result?.kind === 'categorical' ? `classes: ${result.classes.join(', ')}` : 'no cell is left to score it on'}`;
  });
  const forced = run.panel.filter((gene) => gene.forced).map(shownSymbol);
  const must =
    forced.length === run.panel.length
      ? 'All of them were given.'
      : forced.length
        ? `In it whatever happens: ${forced.join(', ')}.`
        : '';
  const missed = config.targets?.length
    ? `Not to be missed: ${config.targets.map(({ task, className, recall }) => `${className} of ${task} (recall ${recall})`).join(', ')}.`
    : '';
  const not = config.exclude.length ? `Not in it: ${excludedWords(config.exclude).join(', ')}.` : '';
  return section(
    'What was asked',
    paragraph(
      [`The ${counted(run.panel.length, 'gene')} to measure so that ${purpose(run)}.`, must, not, missed]
        .filter(Boolean)
        .join(' '),
    ),
    listOf(tasks),
    dataTable(config.datasets),
  );
}

/** Classes are told apart, numbers predicted. */
function purpose({ config }: ReportData['run']): string {
  const named = (wanted: 'categorical' | 'continuous') =>
    listed(config.tasks.filter(({ kind }) => kind === wanted).map(({ name }) => name));
  const [told, predicted] = [named('categorical'), named('continuous')];
  if (told === '') return `${predicted} of cells can be predicted`;
  return `cells can be told apart by ${told}${predicted === '' ? '' : `, and their ${predicted} predicted`}`;
}

function scores({ run, predicted }: ReportData): string {
  const shown = (['own', 'probe', 'forest', 'ceiling'] as const).filter((by) =>
    scoreRows(run.results).some((row) => row[by] !== null),
  );
  const tasks = run.results.flatMap((result) => {
    const figures = taskFigures(result, predicted).map(figureOf);
    return figures.length > 0 ? [`<h3>${escaped(result.task)}</h3>`, ...figures] : [];
  });
  const offered = readingsOf(run.results);
  const headlines = [...new Set(run.results.map(({ kind }) => headlineMetric(kind)))];
  const defined = [...headlines.map((metric) => metrics[metric]), ...shown.map((by) => predictors[by])];
  const targets = targetResults(run.config.targets ?? [], run.results);
  return section(
    'How well it answers',
    paragraph(
      'Test cells were held out: nothing about them steered the choice of genes or trained what calls them here. A score says how far the panel’s genes alone tell these cells as they were labelled.',
    ),
    figureOf(scoresFigure(run)),
    ...offered.flatMap((reading) => [
      table(
        offered.length > 1 ? `Scores on test cells, ${readings[reading].name.toLowerCase()}` : 'Scores on test cells',
        ['Task', 'Score', ...shown.map((by) => predictors[by].name), 'Test cells'],
        scoreRows(run.results.map((result) => resultIn(reading, result))).map((row) => [
          row.task,
          metrics[row.metric].name,
          ...shown.map((by) => {
            const spread = by === 'probe' || by === 'forest' ? row.spread[by] : null;
            return spread === null ? score(row[by]) : `${score(row[by])} ± ${score(spread)}`;
          }),
          count(row.cells),
        ]),
        [...shown.keys(), shown.length].map((c) => c + 2),
      ),
      ...(offered.length > 1 ? [paragraph(readings[reading].definition)] : []),
    ]),
    `<dl class="small">${defined.map(({ name, definition }) => `<dt>${escaped(name)}</dt><dd>${escaped(definition)}</dd>`).join('')}</dl>`,
    targets.length > 0 ? '<h3>Classes that must not be missed</h3>' + listOf(targets.map(targetSentence)) : '',
    ...tasks,
  );
}

const limits = ({ run }: ReportData) => section('What this does not say', listOf(limitsOf(run)));

const method = ({ run }: ReportData) =>
  section(
    'Methods, to paste',
    `<blockquote>${escaped(methodsText(run))}</blockquote>`,
    '<h3>References</h3>',
    listOf(references(run)),
  );

function settings({ run }: ReportData): string {
  const training = curves(run);
  return section(
    'Settings and provenance',
    `<div class="settings">${provenance(run)
      .map(
        ({ title, facts }) =>
          `<div><h3>${escaped(title)}</h3><dl>${facts
            .map(
              ({ name, value, mono }) =>
                `<dt>${escaped(name)}</dt><dd${mono ? ' class="mono"' : ''}>${escaped(value || '–')}</dd>`,
            )
            .join('')}</dl></div>`,
      )
      .join('')}</div>`,
    training ? `<h3>Training</h3>${figureOf(training)}` : '',
  );
}
