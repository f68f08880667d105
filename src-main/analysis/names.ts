/** Genes by name: what a user writes and sees, and what the workbench numbers. */
import { AppError } from '../../src-shared/errors.ts';
import { noGround, resolveGeneRules } from '../data/gene-rules.ts';
import type { Workbench } from './workbench.ts';

/** @param names as the data, a symbol or an Ensembl ID say it. @throws AppError for one that is not in the data */
export function genesNamed({ genes, position }: Workbench, names: readonly string[]): Int32Array {
  const unknown = names.filter((name) => !position.has(name));
  if (unknown.length === 0) return Int32Array.from(names, (name) => position.get(name)!);
  return Int32Array.from(
    names,
    (name) => position.get(name) ?? resolveGeneRules(genes, { mustInclude: [name], exclude: [] }, noGround).forced[0],
  );
}

export function taskNamed<T extends { name: string }>(tasks: readonly T[], name: string): T {
  const task = tasks.find((one) => one.name === name);
  if (task) return task;
  throw new AppError(
    'not-found',
    `The run has no question "${name}".`,
    `It has ${tasks.map((one) => one.name).join(', ')}.`,
  );
}
