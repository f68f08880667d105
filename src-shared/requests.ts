/** Schemas of a run that is asked for, and of many (a comparison of methods). */
import { z } from 'zod';
import { assaySchema } from './assays.ts';
import { backendNames } from './backends.ts';
import { allMethodNames, methodNames } from './methods.ts';
import type { ClassTarget, GeneRules, RunParent, YotoSettings } from './model.ts';
import { geneNames, id, name, seed } from './schemas.ts';

/** Settings of the network and of YOTO, each with its bounds. */
export const networkSettings = z.object({
  steps: z.number().int().min(10).max(1_000_000),
  restarts: z.number().int().min(0).max(100),
  screen: z.number().int().min(1).max(1_000_000),
  batch: z.number().int().min(8).max(8192),
  hidden: z.number().int().min(4).max(1024),
  learningRate: z.number().positive().max(1),
  scoreTravel: z.number().positive().max(100),
  dropout: z.number().min(0).max(0.9),
  geneDropout: z.number().min(0).max(0.9),
  blend: z.number().min(0).max(1),
  classBalance: z.number().min(0).max(1),
  gumbel: z.number().min(0).max(10),
  temperatureStart: z.number().positive().max(1000),
  temperatureEnd: z.number().positive().max(1000),
  annealing: z.number().min(0).max(1),
} satisfies Record<keyof YotoSettings, z.ZodNumber>);

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

export const geneRules = {
  mustInclude: geneNames,
  exclude: geneNames,
  start: geneNames.optional(),
  add: z.number().int().min(0).max(100_000).optional(),
  candidates: geneNames.optional(),
  minDetected: z.number().min(0).max(1).optional(),
  maxDetected: z.number().min(0).max(1).optional(),
  maxMean: z.number().positive().optional(),
  geneTable: id.optional(),
  require: z.array(z.string().min(1)).max(100).optional(),
} satisfies Record<keyof GeneRules, z.ZodType>;

export const runRequest = z
  .object({
    name: name.optional(),
    datasetIds: z.array(id).min(1),
    taskIds: z.array(id).min(1),
    method: z.enum(allMethodNames),
    k: z.number().int().min(1).max(100_000),
    ...geneRules,
    seed,
    splitSeed: seed,
    testFraction: z.number().min(0.05).max(0.5),
    minClass: z.number().int().min(2).max(1_000_000),
    hvg: z.number().int().min(2).max(1_000_000),
    testCells: z.array(z.string()).min(1).optional(),
    group: z.string().min(1).optional(),
    splitOf: id.optional(),
    leaveOut: id.optional(),
    batchZscore: z.boolean().optional(),
    binarise: z.boolean().optional(),
    orthologs: z.boolean().optional(),
    assay: assaySchema.optional(),
    backend: z.enum(backendNames),
    probeSteps: z.number().int().min(0).max(1_000_000),
    settings: networkSettings.partial().strict(),
    methodSettings: z.record(z.string(), z.number()).optional(),
    selectOn: id.optional(),
    targets: z.array(classTarget).max(1000).optional(),
    parent: parent.optional(),
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
