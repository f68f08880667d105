/** Schemas of a run that is asked for, and of many (a comparison of methods). */
import { z } from 'zod';
import { assaySchema } from './assays.ts';
import { allMethodNames, methodNames } from './methods.ts';
import type { ClassTarget, GeneRules, RunParent } from './model.ts';
import { geneNames, id, name, seed } from './schemas.ts';
import { type AskedSettings, type SettingKey, settings } from './settings.ts';
import { geneRuleSettings } from './settings/genes.ts';
import type { Setting } from './settings/setting.ts';

const parent = z
  .object({
    runId: id,
    name,
    method: z.enum(allMethodNames),
    added: z.array(z.string()),
    removed: z.array(z.string()),
    locked: z.array(z.string()),
    banned: z.array(z.string()),
  } satisfies Record<keyof RunParent, z.ZodType>)
  .strict();

export const classTarget = z
  .object({
    task: z.string(),
    className: z.string(),
    recall: z.number().positive().max(1),
  } satisfies Record<keyof ClassTarget, z.ZodType>)
  .strict();

/** Schemas of what no kind of value describes. */
const owned = {
  assay: assaySchema,
  methodSettings: z.record(z.string(), z.number()),
  targets: z.array(classTarget).max(1000),
  parent,
} satisfies { [K in SettingKey as (typeof settings)[K]['is']['kind'] extends 'own' ? K : never]: z.ZodType };

function schemaOf(key: string, { is }: Setting): z.ZodType {
  if (is.kind === 'number') {
    const least = is.above ? z.number().gt(is.min) : z.number().min(is.min);
    const number = Number.isFinite(is.max) ? least.max(is.max) : least;
    return is.whole ? number.int() : number;
  }
  if (is.kind === 'switch') return z.boolean();
  if (is.kind === 'text') return z.string().min(1);
  if (is.kind === 'choice') return z.enum(is.of);
  if (is.kind === 'id') return id;
  if (is.kind === 'genes') return geneNames;
  if (is.kind === 'list') return z.array(z.string().min(1)).max(is.most);
  if (is.kind === 'parts') return z.object(schemasOf(is.parts)).partial().strict();
  return owned[key as keyof typeof owned];
}

const schemasOf = (rows: Readonly<Record<string, Setting>>): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(rows).map(([key, setting]) => {
      const schema = schemaOf(key, setting);
      return [key, setting.default === undefined ? schema.optional() : schema];
    }),
  );

type Optional<T> = z.ZodOptional<z.ZodType<T, T>>;
type Shape<T> = {
  [K in keyof T]-?: Partial<T> extends Pick<Partial<T>, K> & Pick<T, K>
    ? Optional<NonNullable<T[K]>>
    : z.ZodType<T[K], T[K]>;
};

export const geneRules = schemasOf(geneRuleSettings) as Shape<GeneRules>;

export const runRequest = z
  .object({
    name: name.optional(),
    datasetIds: z.array(id).min(1),
    taskIds: z.array(id).min(1),
    testCells: z.array(z.string()).min(1).optional(),
    splitOf: id.optional(),
    ...(schemasOf(settings) as Shape<AskedSettings>),
  })
  .strict();

export const benchmarkRequest = z
  .object({
    name: name.optional(),
    base: runRequest.omit({
      name: true,
      method: true,
      k: true,
      seed: true,
      splitSeed: true,
      methodSettings: true,
      add: true,
      parent: true,
    }),
    methods: z.array(z.enum(methodNames)).min(1),
    alone: z.array(z.enum(methodNames)).optional(),
    ks: z.array(z.number().int().min(1).max(100_000)).min(1).max(50),
    repetitions: z
      .array(z.object({ seed, splitSeed: seed }).strict())
      .min(1)
      .max(100),
  })
  .strict();
