/** Settings that methods which train a network have in common. */
import { type MethodSetting, switchWords } from './types.ts';

/** What the methods that train a network on all questions at once can do. */
export const ofNetworks = {
  labels: 'all',
  continuous: true,
  ownSize: false,
  stochastic: true,
  predictor: false,
  targets: false,
  matrices: null,
} as const;

export const steps = (count: number): MethodSetting => ({
  label: 'Training steps',
  meaning: 'Batches that the network learns from; more take longer and settle the choice further.',
  default: count,
  min: 1,
  max: 1_000_000,
  whole: true,
});

export const patience = (looks: number): MethodSetting => ({
  label: 'Patience',
  meaning:
    'Validation cells are looked at every 20 steps: training ends after so many looks without a lower loss, and the best look is taken; 0 goes on to the last step.',
  default: looks,
  min: 0,
  max: 10_000,
  whole: true,
});

export const batch = (count: number): MethodSetting => ({
  label: 'Cells a step',
  meaning: 'Cells in each batch; a step takes longer with more of them, and is less noisy.',
  default: count,
  min: 2,
  max: 10_000,
  whole: true,
});

export const rate = (label: string, meaning: string, value: number): MethodSetting => ({
  label,
  meaning,
  default: value,
  min: 0,
  max: 1,
  whole: false,
});

export const temperature = (label: string, meaning: string, value: number): MethodSetting => ({
  label,
  meaning,
  default: value,
  min: 1e-4,
  max: 1000,
  whole: false,
});

export const toggle = (label: string, on: string, off: string, value: 0 | 1): MethodSetting => ({
  label,
  ...switchWords(on, off),
  default: value,
  min: 0,
  max: 1,
  whole: true,
});

export const classBalance: MethodSetting = {
  label: 'Class balance',
  meaning: 'Power of the inverse class frequency that weighs a cell: 0 takes all cells alike, 1 all classes alike.',
  default: 0,
  min: 0,
  max: 1,
  whole: false,
};
