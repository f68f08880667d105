/** The marker genes of each class by Wilcoxon's rank-sum test against all other cells, as is the habit with scanpy. */
import { rankSumZ } from '../../data/class-tests.ts';
import { classMarkers, onlyClasses } from './class-markers.ts';
import type { Selector } from '../types.ts';

export const wilcoxon: Selector = async ({ train, forced, k, methodSettings, progress }) => {
  const { y, classes } = onlyClasses(train.tasks);
  progress(0, `ranking the cells by each of ${train.x.cols} genes`);
  return classMarkers(rankSumZ(train.x, y, classes, methodSettings.tieCorrection === 1), classes, forced, k);
};
