/**
 * The plain data that both sides of the application speak about. No behaviour: whatever crosses the
 * contract, lies in a project file or is printed by the command line has its shape here.
 *
 * Names follow AnnData: cells are `obs`, genes are `var`, the expression matrix is `X` (cells × genes).
 */
export type * from './model/datasets.ts';
export type * from './model/tasks.ts';
export type * from './model/assay.ts';
export type * from './model/requests.ts';
export type * from './model/results.ts';
export type * from './model/runs.ts';
export type * from './model/comparisons.ts';
export type * from './model/benchmarks.ts';
export type * from './model/project.ts';
export type { Method } from './methods.ts';
