/** What a better panel costs: seconds of selection against the score, a point a method. */
import { duration, score, significant } from '../format.ts';
import { symbolOf, type RunSign } from '../run-signs.ts';
import { axis, base, hover, roundSpan, type ChartSize, type ChartTheme, type Figure } from './figure.ts';

export interface CostAgainstScoreData {
  task: string;
  /** what is measured and by whom, in words */
  measure: string;
  k: number;
  methods: readonly { name: string; sign: RunSign; seconds: number; mean: number; sd: number | null }[];
}

/** What took less than the clock tells has a place on a logarithmic axis too. */
const LEAST = 0.001;

export function costAgainstScoreFigure(data: CostAgainstScoreData): Figure {
  return {
    name: `time-against-score-${data.task}`,
    title: costFinding(data),
    note: `${data.measure}, on test cells, panels of ${data.k} genes; time is that of choosing the genes. Up and left is better.`,
    height: () => 340,
    option: (theme, size) => option(data, theme, size),
    table: {
      columns: [
        { label: 'Method' },
        { label: 'Seconds to select', format: (value) => significant(value) },
        { label: 'Mean', format: score },
        { label: 'Standard deviation', format: score },
      ],
      rows: data.methods.map(({ name, seconds, mean, sd }) => [name, seconds, mean, sd]),
    },
  };
}

/** The best, and the quickest that is nearly as good. */
export function costFinding({ task, methods }: CostAgainstScoreData): string {
  const best = methods.toSorted((a, b) => b.mean - a.mean)[0];
  if (!best) return `${task}: time against score`;
  const near = methods.filter(({ mean }) => mean >= best.mean - 0.02).toSorted((a, b) => a.seconds - b.seconds)[0];
  if (!near || near.name === best.name)
    return `${task}: ${best.name} reaches most (${score(best.mean)}), in ${duration(best.seconds)}`;
  return `${task}: ${near.name} comes within 0.02 of ${best.name} in ${duration(near.seconds)} instead of ${duration(best.seconds)}`;
}

/** Whole powers of ten about all times, one apart at least. */
function decades(seconds: readonly number[]): { min: number; max: number } {
  const low = Math.floor(Math.log10(Math.min(...seconds)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...seconds))));
  return { min: 10 ** low, max: 10 ** high };
}

function option({ methods }: CostAgainstScoreData, theme: ChartTheme, _size: ChartSize) {
  const means = methods.map(({ mean }) => mean);
  const { min, max, interval } = roundSpan(Math.min(...means), Math.max(...means));
  const times = methods.map(({ seconds }) => Math.max(LEAST, seconds));
  const time = decades(times);
  const middle = Math.sqrt(time.min * time.max);
  return {
    ...base(theme),
    tooltip: {
      ...(base(theme).tooltip as object),
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const one = methods[dataIndex];
        return one
          ? hover(one.name, [
              ['Score', one.sd === null ? score(one.mean) : `${score(one.mean)} ± ${score(one.sd)}`],
              ['Selecting', one.seconds < 0.95 ? `${significant(one.seconds, 2)} s` : duration(one.seconds)],
            ])
          : '';
      },
    },
    grid: { left: 52, right: 24, top: 20, bottom: 44 },
    xAxis: {
      ...axis(theme, 'seconds to choose the genes'),
      type: 'log',
      ...time,
      nameLocation: 'middle',
      nameGap: 26,
      axisLabel: { ...axis(theme).axisLabel, formatter: (value: number) => significant(value, 1) },
      splitLine: { show: true, lineStyle: { color: theme.border, opacity: 0.5 } },
    },
    yAxis: { ...axis(theme), type: 'value', min, max, interval },
    series: [
      {
        type: 'scatter',
        symbolSize: 10,
        data: methods.map(({ name, sign, mean }, m) => ({
          value: [times[m], mean],
          name,
          symbol: symbolOf(sign),
          itemStyle: { color: sign.colour, borderColor: sign.colour, opacity: 1 },
          // towards the middle, where there is room for a long name
          label: { position: (times[m] ?? 0) > middle ? 'left' : 'right' },
        })),
        label: {
          show: true,
          distance: 6,
          color: theme.text,
          fontSize: 11,
          formatter: ({ name }: { name: string }) => name,
        },
        labelLayout: { moveOverlap: 'shiftY' },
        emphasis: { disabled: true },
      },
    ],
  };
}
