/** Every method by the name that users know it by. A method that is named and that nobody wrote does not compile. */
import { type Method, methods } from '../../src-preload/methods.ts';
import { attention } from './attention.ts';
import { deepLasso } from './deep-lasso.ts';
import { givenPanel } from './given-panel.ts';
import { gfsnetwork } from './gfsnetwork.ts';
import { adaptiveGroupLasso } from './group-lasso.ts';
import { hsicLasso } from './hsic-lasso.ts';
import { inTurn } from './in-turn.ts';
import { lassoPath } from './lasso.ts';
import { lassonet } from './lassonet.ts';
import { mostVariableGenes } from './most-variable.ts';
import { mrmrF } from './mrmr-f.ts';
import { mrmrRf } from './mrmr-rf.ts';
import { oneLayerLasso } from './one-layer-lasso.ts';
import { persist } from './persist.ts';
import { randomForestImportance } from './random-forest.ts';
import { randomPanel } from './random.ts';
import { tTest } from './t-test.ts';
import { topVariance } from './top-variance.ts';
import type { Selector } from './types.ts';
import { univariateF } from './univariate-f.ts';
import { wilcoxon } from './wilcoxon.ts';
import { xgboost } from './xgboost.ts';
import { yoto } from './yoto.ts';

export const selectors: Record<Method, Selector> = {
  yoto,
  gfsnetwork,
  persist,
  'one-layer-lasso': oneLayerLasso,
  'group-lasso': adaptiveGroupLasso,
  lassonet,
  'deep-lasso': deepLasso,
  attention,
  'mrmr-f': mrmrF,
  'mrmr-rf': mrmrRf,
  'random-forest': randomForestImportance,
  xgboost,
  lasso: lassoPath,
  'hsic-lasso': hsicLasso,
  'univariate-f': univariateF,
  wilcoxon,
  't-test': tTest,
  seurat: mostVariableGenes,
  'seurat-v3': mostVariableGenes,
  'top-variance': topVariance,
  random: randomPanel,
  panel: givenPanel,
};

/** The selector of a method, for any number of tasks. */
export function selectorOf(method: Method): Selector {
  return methods[method].can.labels === 'one' ? inTurn(selectors[method]) : selectors[method];
}
