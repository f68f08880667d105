/** How a training went: loss and validation score of every task, the panel's size and the temperature, step by step. */
import { headlineLabel } from '../../metrics.ts';
import type { HistoryPoint } from '../../model.ts';
import { count, counted, score, significant } from '../format.ts';
import { axis, base, hover, labelRoom, roundSpan, type ChartSize, type ChartTheme, type Figure } from './figure.ts';

export interface TrainingData {
  history: readonly HistoryPoint[];
  tasks: readonly { name: string; kind: 'categorical' | 'continuous'; colour: string }[];
  /** size of the panel asked for */
  k: number;
  /** temperature of the last step */
  temperatureEnd: number;
  /** steps of the whole training; the axes span them from the start */
  steps: number;
  /** steps of each of several trainings, whose curves stand one behind the other; null: it is one */
  each: number | null;
  outcome: 'running' | 'finished' | 'stopped';
}

interface Pane {
  title: string;
  log: boolean;
  lines: { name: string; colour: string | null; points: [number, number][] }[];
  mark?: number;
  /** what the values fall to: a log axis begins below it */
  floor?: number;
}

export function trainingFigure(data: TrainingData): Figure {
  return {
    name: 'training',
    title: trainingFinding(data),
    note: 'Loss is on training cells, the score on validation cells; test cells are not looked at while training.',
    height: (width) => (columnsAt(width) === 2 ? 470 : 840),
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [
        { label: 'Step' },
        { label: 'Panel size' },
        { label: 'Temperature', format: (value) => significant(value) },
        ...data.tasks.map(({ name }) => ({ label: `Loss, ${name}`, format: score })),
        ...data.tasks.map(({ name, kind }) => ({ label: `Validation ${metric(kind)}, ${name}`, format: score })),
      ],
      rows: data.history.map((point) => [
        point.step,
        point.k,
        point.temperature,
        ...data.tasks.map((_, t) => point.loss[t] ?? null),
        ...data.tasks.map((_, t) => point.validation?.[t] ?? null),
      ]),
    },
  };
}

/** The newest validation score of each task, and where it was measured; null before the first measurement. */
export function lastValidation(history: readonly HistoryPoint[]): { step: number; scores: (number | null)[] } | null {
  const point = history.findLast(({ validation }) => validation?.some((value) => value !== null));
  return point?.validation ? { step: point.step, scores: point.validation } : null;
}

/** What the curves show, in one sentence. */
export function trainingFinding({ history, tasks, k, outcome }: TrainingData): string {
  const [first, last] = [history[0], history.at(-1)];
  const validation = lastValidation(history);
  if (!first || !last) return 'Training has not begun';
  const scores = (validation?.scores ?? []).flatMap((value, t) => (value === null ? [] : [{ value, task: tasks[t] }]));
  const best = scores.length === 1 ? scores[0] : undefined;
  const result = best
    ? `: ${best.task?.name} at ${metric(best.task?.kind)} ${score(best.value)} on validation cells`
    : scores.length
      ? `: ${scores.map(({ value, task }) => `${task?.name} ${score(value)}`).join(', ')} on validation cells`
      : '';
  const genes = counted(last.k, 'gene');
  if (outcome === 'finished') return `The panel fell from ${count(first.k)} to ${genes}${result}`;
  if (outcome === 'stopped')
    return last.k < first.k
      ? `The panel had come from ${count(first.k)} to ${genes} when training stopped${result}`
      : `The panel still held ${genes} when training stopped${result}`;
  const size = last.k <= k ? 'is at its' : last.k < first.k ? `has fallen from ${count(first.k)} to` : 'starts from';
  return `The panel ${size} ${genes}${result}`;
}

const metric = (kind?: 'categorical' | 'continuous') => headlineLabel(kind ?? 'categorical');
const columnsAt = (width: number) => (width >= 640 ? 2 : 1);

function panes({ history, tasks, k, temperatureEnd }: TrainingData): Pane[] {
  const kinds = new Set(tasks.map(({ kind }) => metric(kind)));
  const perTask = (value: (point: HistoryPoint, task: number) => number | null | undefined) =>
    tasks.map(({ name, colour }, t) => ({
      name,
      colour,
      points: history.flatMap((point): [number, number][] => {
        const y = value(point, t);
        return y === null || y === undefined ? [] : [[point.step, y]];
      }),
    }));
  const one = (name: string, value: (point: HistoryPoint) => number) => [
    { name, colour: null, points: history.map((point): [number, number] => [point.step, value(point)]) },
  ];
  return [
    { title: `Validation ${[...kinds].join(' or ')}`, log: false, lines: perTask((p, t) => p.validation?.[t]) },
    { title: 'Training loss', log: false, lines: perTask((p, t) => p.loss[t]) },
    { title: 'Panel size, genes (log scale)', log: true, lines: one('Panel size', (p) => p.k), mark: k, floor: k },
    {
      title: 'Temperature (log scale)',
      log: true,
      lines: one('Temperature', (p) => p.temperature),
      floor: temperatureEnd,
    },
  ];
}

/** Lines end where a training ends: the next one begins anew. */
export function interrupted(points: readonly [number, number][], each: number | null): [number, number | null][] {
  const trainingOf = (step: number) => (each === null ? 0 : Math.floor((step - 1) / each));
  return points.flatMap((point, i): [number, number | null][] => {
    const before = points[i - 1];
    const isNew = before !== undefined && trainingOf(before[0]) !== trainingOf(point[0]);
    return isNew ? [[point[0], null], point] : [point];
  });
}

/**
 * How far each label moves, in pixels, downwards positive, so that labels `gap` apart fit between 0 and `height`.
 * `at` are the pixels that they would stand at, from the top.
 */
export function dodged(at: readonly number[], height: number, gap = 14): number[] {
  const order = at.map((_, i) => i).sort((a, b) => (at[a] ?? 0) - (at[b] ?? 0));
  const placed = at.map((y) => y);
  order.forEach((i, n) => {
    const above = placed[order[n - 1] ?? -1] ?? -Infinity;
    placed[i] = Math.max(placed[i] ?? 0, above + gap);
  });
  let below = height + gap / 2;
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i] ?? 0, below - gap);
    below = placed[i] ?? 0;
  }
  return placed.map((y, i) => y - (at[i] ?? 0));
}

/** The linear axis of a pane: from nothing, or below it where a score is worse than that; to 1 while it is empty. */
const span = (lines: Pane['lines']) => {
  const values = lines.flatMap(({ points }) => points.map(([, y]) => y));
  return roundSpan(Math.min(0, ...values), values.length === 0 ? 1 : Math.max(1e-3, ...values));
};

function option(data: TrainingData, theme: ChartTheme, size: ChartSize) {
  const all = panes(data);
  const columns = columnsAt(size.width);
  const rows = all.length / columns;
  const direct = data.tasks.length > 1;
  const right = direct
    ? labelRoom(
        data.tasks.map(({ name }) => name),
        24,
        120,
      ) + 12
    : 16;
  const cell = { width: size.width / columns, height: size.height / rows };
  const grids = all.map((pane, i) => {
    const labelled = direct && pane.lines.length > 1;
    return {
      left: (i % columns) * cell.width + 44,
      top: Math.floor(i / columns) * cell.height + 32,
      width: cell.width - 44 - (labelled ? right : 16) - (i % columns === 0 && columns > 1 ? 12 : 0),
      height: cell.height - 32 - 58,
    };
  });
  return {
    ...base(theme),
    title: all.map((pane, i) => ({
      text: pane.title,
      left: (grids[i]?.left ?? 0) - 44,
      top: (grids[i]?.top ?? 0) - 28,
      padding: 0,
      textStyle: { color: theme.text, fontSize: 12, lineHeight: 16, fontWeight: 500, fontFamily: theme.font },
    })),
    grid: grids,
    axisPointer: {
      link: [{ xAxisIndex: 'all' }],
      lineStyle: { color: theme.faint, type: 'solid' },
      label: { show: false },
    },
    tooltip: {
      ...(base(theme).tooltip as object),
      trigger: 'axis',
      formatter: (params: unknown) => hoverAt(data, (params as { axisValue: number }[])[0]?.axisValue ?? 0),
    },
    xAxis: all.map((_, i) => ({
      ...axis(theme, 'training step'),
      gridIndex: i,
      type: 'value',
      min: 0,
      max: data.steps,
      nameLocation: 'middle',
      nameGap: 22,
      splitLine: { show: false },
      axisLabel: { ...axis(theme).axisLabel, formatter: (value: number) => count(value) },
    })),
    yAxis: all.map((pane, i) => ({
      ...axis(theme),
      gridIndex: i,
      type: pane.log ? 'log' : 'value',
      ...(!pane.log && span(pane.lines)),
      ...(pane.floor && { min: 10 ** Math.floor(Math.log10(pane.floor)) }),
      splitNumber: 4,
      axisLine: { show: false },
      axisLabel: {
        ...axis(theme).axisLabel,
        ...(pane.log && { formatter: (value: number) => (value >= 1 ? count(value) : significant(value, 1)) }),
      },
    })),
    series: all.flatMap((pane, i) => {
      const { min, max } = span(pane.lines);
      const height = grids[i]?.height ?? 0;
      const shifts = dodged(
        pane.lines.map(({ points }) => (1 - ((points.at(-1)?.[1] ?? 0) - min) / (max - min)) * height),
        height,
      );
      return pane.lines.map((line, n) => ({
        id: `${i} ${line.name}`,
        name: line.name,
        type: 'line',
        xAxisIndex: i,
        yAxisIndex: i,
        data: interrupted(line.points, data.each),
        sampling: 'lttb',
        showSymbol: line.points.length === 1,
        symbol: 'circle',
        symbolSize: 5,
        color: line.colour ?? theme.text,
        lineStyle: { width: 1.5 },
        emphasis: { disabled: true },
        endLabel: {
          show: direct && pane.lines.length > 1,
          formatter: '{a}',
          offset: [0, shifts[n]],
          color: theme.text,
          fontSize: 11,
          lineHeight: 14,
          width: right - 12,
          overflow: 'truncate',
        },
        markLine: pane.mark
          ? {
              silent: true,
              symbol: 'none',
              data: [{ yAxis: pane.mark }],
              lineStyle: { color: theme.faint, type: 'dashed' },
              label: {
                formatter: `k = ${count(pane.mark)}`,
                color: theme.muted,
                position: 'insideStartTop',
                fontSize: 11,
              },
            }
          : undefined,
      }));
    }),
  };
}

function hoverAt({ history, tasks }: TrainingData, step: number): string {
  const point = history.reduce<HistoryPoint | null>(
    (best, one) => (best === null || Math.abs(one.step - step) < Math.abs(best.step - step) ? one : best),
    null,
  );
  if (!point) return '';
  const measured = lastValidation(history.filter(({ step }) => step <= point.step));
  return hover(`Step ${count(point.step)}`, [
    ['Panel size', count(point.k)],
    ['Temperature', significant(point.temperature)],
    ...tasks.map(({ name }, t) => [`Loss, ${name}`, score(point.loss[t])] as const),
    ...tasks.map(
      ({ name, kind }, t) =>
        [
          `Validation ${metric(kind)}, ${name}${measured && measured.step !== point.step ? ` (step ${count(measured.step)})` : ''}`,
          score(measured?.scores[t]),
        ] as const,
    ),
  ]);
}
