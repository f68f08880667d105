/**
 * What rows of a project hold as JSON, checked when they are read: a row that does not hold what it should costs that
 * row, and not the list that it stands in. Only what the application relies on is looked at; what a newer or older
 * version adds stays.
 */
import { z } from 'zod';
import { AppError } from '../../src-shared/errors.ts';

const text = z.string();
const whole = z.number().int();
const share = z.number();

export const stored = {
  texts: z.array(text),
  ids: z.array(whole.positive()),
  findings: z.array(
    z.looseObject({
      severity: z.enum(['note', 'warning', 'problem']),
      code: text,
      what: text,
      why: text,
      remedy: text,
    }),
  ),
  matrix: z.looseObject({
    name: text,
    cells: whole.nonnegative(),
    genes: whole.nonnegative(),
    nonZeros: whole.nonnegative().nullable(),
    kind: text,
    evidence: text,
  }),
  column: z.looseObject({
    name: text,
    kind: z.enum(['categorical', 'continuous']),
    classes: z.array(z.looseObject({ name: text, cells: whole.nonnegative() })),
    missing: whole.nonnegative(),
    range: z.looseObject({ min: share, mean: share, max: share }).nullable(),
    labelScore: share,
    unlabelledCandidates: z.array(text),
  }),
  sources: z.array(z.looseObject({ datasetId: whole.positive(), column: text, by: text.optional() })),
  merges: z.array(z.looseObject({ from: text, to: text })),
  config: z.looseObject({
    method: text,
    k: whole.positive(),
    seed: whole,
    splitId: whole.positive(),
    tasks: z.array(z.looseObject({ name: text, kind: text, sources: z.array(z.looseObject({ column: text })) })),
    datasets: z.array(z.looseObject({ id: whole, name: text, cells: whole, genes: whole })),
    settings: z.looseObject({}),
  }),
  headline: z.array(z.looseObject({ task: text, metric: text })),
  seconds: z.looseObject({ load: share, prepare: share, select: share, score: share }),
  request: z.looseObject({}),
  rules: z.looseObject({ mustInclude: z.array(text), exclude: z.array(text) }),
  result: z.looseObject({ task: text, kind: text, forest: z.looseObject({}) }),
  losses: z.array(share.nullable()),
  metrics: z.looseObject({}),
  history: z.looseObject({ past: z.array(z.unknown()), now: z.looseObject({}), future: z.array(z.unknown()) }),
  description: z.looseObject({ predictor: text, genes: z.array(z.looseObject({ name: text })) }),
  table: z.looseObject({ columns: z.array(text), rows: z.array(z.array(text)) }),
} as const;

/**
 * A value as it was stored.
 *
 * @param what what it is, for the message: `the settings of the run “Panel 1”`
 * @throws AppError `unreadable` where it is no JSON, or not what it should be
 */
export function fromJson<T>(schema: z.ZodType, json: string, what: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw notReadable(what, 'it is cut short or changed', cause);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return value as T;
  const [issue] = parsed.error.issues;
  throw notReadable(what, [issue?.path.join('.'), issue?.message].filter(Boolean).join(': '), parsed.error);
}

function notReadable(what: string, why: string, cause: unknown): AppError {
  return new AppError(
    'unreadable',
    `${what[0].toUpperCase()}${what.slice(1)} cannot be read (${why}).`,
    'The project is damaged there, or was changed by another program: open a backup of it.',
    { cause },
  );
}

/** What could not be read of a project that is open, each said once. */
export interface Unreadable {
  /** rows made what they stand for; one that cannot be read is left out and remembered */
  each<Row, T>(rows: Row[], make: (row: Row) => T): T[];
  list(): string[];
}

export function createUnreadable(): Unreadable {
  const said = new Set<string>();
  return {
    each(rows, make) {
      return rows.flatMap((row) => {
        try {
          return [make(row)];
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          said.add(error.message);
          return [];
        }
      });
    },
    list: () => [...said],
  };
}
