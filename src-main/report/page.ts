/** The report: one HTML file that needs nothing else, reads on a screen and prints on A4. */
import { methods } from '../../src-preload/methods.ts';
import type { PanelGene } from '../../src-preload/model.ts';
import { escaped, type Figure } from '../../src-renderer/charts/figure.ts';
import { figureDrawing } from '../../src-renderer/charts/print.ts';
import { count, decimal, moment, percent, score } from '../../src-renderer/components/format.ts';
import { provenance } from '../../src-renderer/results/provenance.ts';
import { scoreRows } from '../../src-renderer/results/scores.ts';
import { verdict } from '../../src-renderer/results/verdict.ts';
import { metrics, predictors } from '../../src-renderer/results/words.ts';
import type { GeneRole, ReportData } from './data.ts';
import { curves, scoresFigure, taskFigures } from './figures.ts';
import { limitsOf } from './limits.ts';
import { methodsText, references } from './methods-text.ts';
import { reasonOf } from './reasons.ts';
import { style } from './style.ts';

export function reportPage(data: ReportData): string {
  const { run } = data;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(run.name)} – panel report</title>
<style>${style}</style>
</head>
<body>
<main>
<header>
<h1>${escaped(run.name)}</h1>
<p class="facts">${escaped(`${methods[run.config.method].name} · project ${data.project} · ${moment(run.finishedAt)} · Panelwright ${run.appVersion}`)}</p>
<p class="verdict">${escaped(verdict(run))}</p>
</header>
${[asked(data), scores(data), panel(data), limits(data), method(data), settings(data)].join('\n')}
<footer>Made ${escaped(moment(data.madeAt))} by Panelwright ${escaped(run.appVersion)}. Scores are on cells that selection never saw.</footer>
</main>
</body>
</html>
`;
}

const section = (title: string, ...parts: string[]) =>
  `<section><h2>${escaped(title)}</h2>\n${parts.filter(Boolean).join('\n')}\n</section>`;
const paragraph = (text: string) => `<p>${escaped(text)}</p>`;
const listOf = (items: readonly string[]) => `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`;

type Entry = string | { html: string };
/** @param numeric columns that stand right */
function table(caption: string, head: readonly string[], rows: readonly Entry[][], numeric: readonly number[]): string {
  const attributes = (c: number) => (numeric.includes(c) ? ' class="n"' : '');
  const entry = (one: Entry) => (typeof one === 'string' ? escaped(one) : one.html);
  const body = rows
    .map((row) => `<tr>${row.map((one, c) => `<td${attributes(c)}>${entry(one)}</td>`).join('')}</tr>`)
    .join('\n');
  const heads = head.map((name, c) => `<th scope="col"${attributes(c)}>${escaped(name)}</th>`).join('');
  return `<table><caption>${escaped(caption)}</caption><thead><tr>${heads}</tr></thead><tbody>\n${body}\n</tbody></table>`;
}

function figure(one: Figure): string {
  return `<figure><figcaption>${escaped(one.title)}${one.note ? `<small>${escaped(one.note)}</small>` : ''}</figcaption><div role="img" aria-label="${escaped(one.title)}">${figureDrawing(one)}</div></figure>`;
}

function asked({ run }: ReportData): string {
  const { config } = run;
  const tasks = config.tasks.map((task) => {
    const result = run.results.find((one) => one.task === task.name);
    const classes = result?.kind === 'categorical' ? `classes: ${result.classes.join(', ')}` : 'a continuous value';
    return `${task.name}: ${classes}`;
  });
  const must = config.mustInclude.length ? `In it whatever happens: ${config.mustInclude.join(', ')}.` : '';
  const not = config.exclude.length ? `Not in it: ${config.exclude.join(', ')}.` : '';
  return section(
    'What was asked',
    paragraph(
      `The ${run.panel.length} genes to measure so that cells can be told apart by ${config.tasks.map(({ name }) => name).join(', ')}. ${must} ${not}`.trim(),
    ),
    listOf(tasks),
    table(
      'Data',
      ['Data set', 'Cells', 'Genes', 'SHA-256 of the file'],
      config.datasets.map((one) => [
        one.name,
        count(one.cells),
        count(one.genes),
        { html: `<code>${one.sha256}</code>` },
      ]),
      [1, 2],
    ),
  );
}

function scores({ run }: ReportData): string {
  const shown = (['own', 'probe', 'forest', 'ceiling'] as const).filter((by) =>
    scoreRows(run.results).some((row) => row[by] !== null),
  );
  const tasks = run.results.flatMap((result) => {
    const figures = taskFigures(result);
    return figures ? [`<h3>${escaped(figures.task)}</h3>`, figure(figures.classes), figure(figures.confusion)] : [];
  });
  const training = curves(run);
  return section(
    'How well it answers',
    figure(scoresFigure(run)),
    table(
      'Scores on test cells',
      ['Question', 'Score', ...shown.map((by) => predictors[by].name), 'Test cells'],
      scoreRows(run.results).map((row) => [
        row.task,
        metrics[row.metric].name,
        ...shown.map((by) => score(row[by])),
        count(row.cells),
      ]),
      [...shown.keys(), shown.length].map((c) => c + 2),
    ),
    `<dl class="small">${shown.map((by) => `<dt>${escaped(predictors[by].name)}</dt><dd>${escaped(predictors[by].definition)}</dd>`).join('')}</dl>`,
    ...tasks,
    training ? `<h3>Training</h3>${figure(training)}` : '',
  );
}

function panel({ run, roles }: ReportData): string {
  const symbol = (gene: PanelGene) => (gene.name === gene.id ? gene.symbol : gene.name);
  return section(
    'The panel, and why',
    paragraph(
      roles
        ? 'The last column says where each gene stands out by itself, on training cells. A gene can also earn its place only together with others; what matters is the score of the whole panel.'
        : 'The cells are no longer in the project, so what each gene tells cannot be said here.',
    ),
    table(
      `${run.panel.length} genes`,
      ['Rank', 'Gene', 'Ensembl ID', 'Detected', 'Mean', 'What it tells'],
      run.panel.map((gene, g) => [
        String(gene.rank),
        { html: `<b>${escaped(symbol(gene))}</b>` },
        gene.id,
        percent(gene.detected),
        decimal(gene.meanExpression, 2),
        reasonOf(gene, (roles?.[g] ?? []) satisfies GeneRole[]),
      ]),
      [0, 3, 4],
    ),
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

const settings = ({ run }: ReportData) =>
  section(
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
  );
