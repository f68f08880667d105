/** Schemas of what calls are given, run requests aside (requests.ts). */
import { z } from 'zod';
import { panelColumnNames } from './exports.ts';
import { type HandPanel, SANDBOX_STEPS, type SandboxHistory } from './hand-panel.ts';
import type { ImportFilters, RunMarks } from './model.ts';

export const path = z
  .string()
  .min(1)
  .max(4096)
  .refine((text) => !text.includes('\0'), 'no file is called so');
/** A file that the call writes. */
export const newPath = path.clone();
/** What becomes of runs that train when their project is left: they go on in the background, or are interrupted. */
export const whileTraining = z.enum(['finish', 'stop']).optional();
export type WhileTraining = z.infer<typeof whileTraining>;
export const id = z.number().int().positive();
export const name = z.string().trim().min(1).max(200);
export const none = z.object({}).strict();
export const seed = z.number().int().min(0).max(0xffffffff);
export const geneNames = z.array(z.string().min(1)).max(100_000);

export const runMarks = z
  .object({
    pinned: z.boolean(),
    tags: z.array(z.string().trim().min(1).max(40)).max(20),
    note: z.string().max(10_000),
    archived: z.boolean(),
  } satisfies Record<keyof RunMarks, z.ZodType>)
  .partial();

const handPanel = z
  .object({ genes: geneNames, locked: geneNames, banned: geneNames } satisfies Record<keyof HandPanel, z.ZodType>)
  .strict();
export const sandboxHistory = z
  .object({
    past: z.array(handPanel).max(SANDBOX_STEPS),
    now: handPanel,
    future: z.array(handPanel).max(SANDBOX_STEPS),
  } satisfies Record<keyof SandboxHistory, z.ZodType>)
  .strict();

export const taskDraft = z
  .object({
    name,
    kind: z.enum(['categorical', 'continuous']),
    sources: z
      .array(z.object({ datasetId: id, column: z.string().min(1), by: z.string().min(1).optional() }).strict())
      .min(1),
    unlabelled: z.array(z.string()),
    merges: z.array(z.object({ from: z.string(), to: z.string() }).strict()).default([]),
    weight: z.number().positive().max(1000).default(1),
    broader: id.nullable().default(null),
  })
  .strict();

export const exportChoices = {
  /** of the panel's table */
  columns: z.array(z.enum(panelColumnNames)).min(1).optional(),
  /** whose labels annotate the cells of the Xenium reference */
  task: z.string().optional(),
};

export const geneNaming = z
  .object({ by: z.enum(['symbol', 'ensembl']).optional(), column: z.string().min(1).optional() })
  .strict();
export const importFilters = z
  .object({
    minGenes: z.number().int().min(0),
    minCounts: z.number().min(0),
    maxMito: z.number().min(0).max(1),
    minCells: z.number().int().min(0),
  } satisfies Record<keyof ImportFilters, z.ZodType>)
  .partial()
  .strict();
