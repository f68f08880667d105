/** The jobs that a worker can be handed, by name. */
import type { Job } from '../learners/crew.ts';
import { trainingOfYoto } from '../selection/yoto/yoto.ts';
import { trainingOfAssayCeiling, trainingOfCeiling } from './ceiling.ts';
import { growthOfForest } from './forest.ts';
import { trainingOfProbe } from './probe.ts';
import { measurementOfPanel } from './score.ts';

const jobs: readonly Job<never, unknown>[] = [
  trainingOfYoto,
  trainingOfCeiling,
  trainingOfAssayCeiling,
  trainingOfProbe,
  growthOfForest,
  measurementOfPanel,
];

export function jobNamed(name: string): Job<never, unknown> {
  const job = jobs.find((one) => one.name === name);
  if (!job) throw new Error(`no worker knows the job "${name}"`);
  return job;
}
