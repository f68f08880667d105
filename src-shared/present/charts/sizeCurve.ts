/** The score against the number of genes, for every question, with bands: where more genes stop helping. */
import type { SizesReport } from '../../analysis.ts';
import { count, counted, score } from '../format.ts';
import { axis, base, hover, type ChartTheme, type Figure } from './figure.ts';
import { recallGridFigure } from './recallGrid.ts';

export interface SizeCurveData {
  report: SizesReport;
  /** colour of each question, in the order of the report */
  colours: readonly string[];
}

export function sizeCurveFigure(data: SizeCurveData): Figure {
  const { points } = data.report;
  const tasks = points[0]?.tasks.map(({ task }) => task) ?? [];
  return {
    name: 'score-by-size',
    title: sizeFinding(data.report),
    note: data.report.how,
    height: () => 340,
    option: (theme) => option(data, theme),
    table: {
      columns: [
        { label: 'Genes', format: count },
        { label: 'Panels' },
        ...tasks.flatMap((task) => [
          { label: task, format: score },
          { label: `${task}: least`, format: score },
          { label: `${task}: most`, format: score },
        ]),
      ],
      rows: points.map((point) => [
        point.k,
        point.from === 'ranking' ? 'first genes of this ranking' : counted(point.runs.length, 'designed panel'),
        ...point.tasks.flatMap(({ mean, scores }) => [mean, Math.min(...scores), Math.max(...scores)]),
      ]),
    },
  };
}

export function sizeFinding({ points, enough, knee, best }: SizesReport): string {
  const sizes = new Set(points.map(({ k }) => k)).size;
  if (sizes < 2) return `One size was measured: ${counted(enough, 'gene')}`;
  const bend = knee !== null && knee < enough ? `; gains slow down after ${count(knee)}` : '';
  if (enough === Math.max(...points.map(({ k }) => k))) {
    return `The most genes that were looked at, ${count(enough)}, score best (${score(best)})${bend || '; more may score higher'}`;
  }
  return `${counted(enough, 'gene')} are enough for 99 % of the best mean score seen (${score(best)})${bend}`;
}

/** One point a size: of panels designed at it where there are any, else of the ranking's first genes. */
function onePerSize(points: SizesReport['points']): SizesReport['points'] {
  const designed = new Set(points.filter(({ from }) => from === 'runs').map(({ k }) => k));
  return points.filter(({ k, from }) => from === 'runs' || !designed.has(k)).toSorted((a, b) => a.k - b.k);
}

/** Recall of each class of a question at each size, the class that is found least at full size first. */
export function recallBySizeFigure(report: SizesReport, task: string): Figure {
  const points = onePerSize(report.points);
  const of = points.map((point) => point.tasks.find((one) => one.task === task));
  const classes = (of[0]?.classes ?? [])
    .map(({ name, tooFew }, c) => ({ name, tooFew, recalls: of.map((one) => one?.classes[c]?.recall ?? null) }))
    .sort((a, b) => (a.recalls.at(-1) ?? 2) - (b.recalls.at(-1) ?? 2));
  const hardest = classes.find(({ tooFew }) => !tooFew) ?? classes[0];
  return recallGridFigure({
    name: `recall-by-size-${task}`,
    title: hardest ? `${task}: ${hardest.name} is hardest to find, even with all ${points.at(-1)?.k} genes` : task,
    note: 'Recall on validation cells of each class, the one found least at full size first.',
    across: 'genes',
    columns: points.map(({ k }) => String(k)),
    classes,
  });
}

function option({ report, colours }: SizeCurveData, theme: ChartTheme) {
  const { points, enough, knee } = report;
  const tasks = points[0]?.tasks.map(({ task }) => task) ?? [];
  const ranking = points.filter(({ from }) => from === 'ranking');
  const designed = points.filter(({ from }) => from === 'runs');
  const scores = points.flatMap((point) => point.tasks.flatMap((task) => task.scores));
  const low = Math.max(-0.1, Math.floor((Math.min(...scores) - 0.03) * 10) / 10);
  const series = tasks.flatMap((task, t) => {
    const colour = colours[t] ?? theme.accent;
    const at = (point: (typeof points)[number]) => point.tasks[t]!;
    const band = ranking.map((point) => [point.k, Math.min(...at(point).scores), Math.max(...at(point).scores)]);
    return [
      {
        name: task,
        type: 'custom',
        silent: true,
        data: [0],
        // the band between the least and the greatest of the trainings
        renderItem: (_: unknown, api: { coord: (value: number[]) => number[] }) => ({
          type: 'polygon',
          shape: {
            points: [
              ...band.map(([k, , high]) => api.coord([k!, high!])),
              ...band.toReversed().map(([k, least]) => api.coord([k!, least!])),
            ],
          },
          style: { fill: colour, opacity: 0.14 },
        }),
      },
      {
        name: task,
        type: 'line',
        symbol: 'circle',
        symbolSize: 7,
        lineStyle: { color: colour, width: 2 },
        itemStyle: { color: colour },
        data: ranking.map((point) => [point.k, at(point).mean]),
        endLabel: { show: true, formatter: () => task, color: theme.text, fontSize: 11, distance: 8 },
        ...(t === 0 && {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.faint, type: 'dashed' },
            label: { color: theme.muted, fontSize: 11, position: 'end' },
            data: [
              { xAxis: enough, label: { formatter: `enough: ${enough}` } },
              ...(knee !== null && knee !== enough ? [{ xAxis: knee, label: { formatter: `bend: ${knee}` } }] : []),
            ],
          },
        }),
      },
      {
        name: task,
        type: 'scatter',
        symbol: 'diamond',
        symbolSize: 12,
        itemStyle: { color: theme.surface, borderColor: colour, borderWidth: 2 },
        data: designed.map((point) => [point.k, at(point).mean, point.runs.length]),
      },
    ];
  });
  const ticks = [...new Set(points.map(({ k }) => k))];
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ value, seriesName }: { value: [number, number, number?]; seriesName: string }) => {
        const [k, mean, runs] = value;
        const point = points.find((one) => one.k === k && (one.from === 'runs') === (runs !== undefined));
        const all = point?.tasks.find(({ task }) => task === seriesName)?.scores ?? [];
        return hover(`${counted(k, 'gene')}, ${seriesName}`, [
          ['Score', score(mean)],
          ['Spread', `${score(Math.min(...all))} to ${score(Math.max(...all))}`],
          ['Panels', runs === undefined ? 'first genes of this ranking' : counted(runs, 'designed panel')],
        ]);
      },
    },
    grid: { left: 56, right: 130, top: 28, bottom: 48 },
    xAxis: {
      ...axis(theme, 'genes in the panel'),
      type: 'log',
      logBase: 2,
      min: Math.min(...ticks) / 1.1,
      max: Math.max(...ticks) * 1.1,
      nameLocation: 'middle',
      nameGap: 28,
      customValues: ticks,
      axisLabel: { color: theme.muted, fontSize: 11, customValues: ticks, hideOverlap: true },
      axisTick: { show: true, customValues: ticks, lineStyle: { color: theme.border } },
      splitLine: { show: false },
    },
    yAxis: {
      ...axis(theme, 'score on validation cells'),
      type: 'value',
      min: low,
      max: 1,
      nameLocation: 'middle',
      nameGap: 38,
    },
    series,
  };
}
