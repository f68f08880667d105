/** YOTO's training settings as fields of the panel page, those that matter most first; limits are the contract's. */
import type { YotoSettings } from '../../src-shared/model.ts';
import { settingNames } from '../../src-shared/present/words.ts';

export interface SettingField {
  key: keyof YotoSettings;
  label: string;
  /** one sentence */
  help: string;
  min: number;
  max: number;
  step: 1 | 'any';
}

const field = (key: keyof YotoSettings, min: number, max: number, step: 1 | 'any' = 'any'): SettingField => ({
  key,
  label: settingNames[key].name,
  help: settingNames[key].meaning,
  min,
  max,
  step,
});

export const settingFields: readonly SettingField[] = [
  field('steps', 10, 1_000_000, 1),
  field('restarts', 0, 100, 1),
  field('screen', 1, 1_000_000, 1),
  field('batch', 8, 8192, 1),
  field('annealing', 0, 1),
  field('scoreTravel', 0.001, 100),
  field('gumbel', 0, 10),
  field('temperatureStart', 0.001, 1000),
  field('temperatureEnd', 0.001, 1000),
  field('geneDropout', 0, 0.9),
  field('blend', 0, 1),
  field('classBalance', 0, 1),
  field('hidden', 4, 1024, 1),
  field('dropout', 0, 0.9),
  field('learningRate', 0.000001, 1),
];
