/** Every method by the name that users know it by. A method that is named and that nobody wrote does not compile. */
import { type Method, methods } from '../../src-shared/methods.ts';
import { attention } from './methods/attention.ts';
import { deepLasso } from './methods/deep-lasso.ts';
import { givenPanel } from './methods/given-panel.ts';
import { gfsnetwork } from './methods/gfsnetwork.ts';
import { adaptiveGroupLasso } from './methods/group-lasso.ts';
import { hsicLasso } from './methods/hsic-lasso.ts';
import { inTurn } from './in-turn.ts';
import { lassoPath } from './methods/lasso.ts';
import { lassonet } from './methods/lassonet.ts';
import { mostVariableGenes } from './methods/most-variable.ts';
import { mrmrF } from './methods/mrmr-f.ts';
import { mrmrRf } from './methods/mrmr-rf.ts';
import { oneLayerLasso } from './methods/one-layer-lasso.ts';
import { persist } from './methods/persist.ts';
import { randomForestImportance } from './methods/random-forest.ts';
import { randomPanel } from './methods/random.ts';
import { tTest } from './methods/t-test.ts';
import { topVariance } from './methods/top-variance.ts';
import type { Selector } from './types.ts';
import { univariateF } from './methods/univariate-f.ts';
import { wilcoxon } from './methods/wilcoxon.ts';
import { xgboost } from './methods/xgboost.ts';
import { yoto } from './yoto/yoto.ts';

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
