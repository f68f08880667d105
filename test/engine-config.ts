import type { RunConfig } from '../src-shared/model.ts';
import { trainingDefaults } from '../src-shared/settings/training.ts';

/** A run small enough for a test. */
export function smallConfig(changes: Partial<RunConfig> = {}): RunConfig {
  return {
    datasetIds: [1],
    datasets: [{ id: 1, name: 'planted', sha256: '', cells: 400, genes: 60 }],
    tasks: [],
    method: 'yoto',
    k: 8,
    mustInclude: [],
    exclude: [],
    seed: 0,
    splitSeed: 0,
    splitId: 1,
    labelsSha256: '',
    testFraction: 0.2,
    minClass: 10,
    hvg: 5000,
    // named, so that no trial of what else this machine has takes its time
    backend: 'onnx',
    probeSteps: 0,
    settings: { ...trainingDefaults, steps: 300, restarts: 0, batch: 64, hidden: 16 },
    ...changes,
  };
}
