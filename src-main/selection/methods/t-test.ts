/** The marker genes of each class by Welch's t-test against all other cells, scanpy's default. */
import { welchT } from '../../data/class-tests.ts';
import { classMarkers, onlyClasses } from './class-markers.ts';
import type { Selector } from '../types.ts';

export const tTest: Selector = async ({ train, forced, k }) => {
  const { y, classes } = onlyClasses(train.tasks);
  return classMarkers(welchT(train.x, y, classes), classes, forced, k);
};
