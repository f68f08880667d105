/** Which executor trains, and why: the only file that knows what there is to choose from. */
import type { Executor } from './executor.ts';

export interface Backend {
  executor: Executor;
  /** one sentence for the run's record */
  reason: string;
}

/** The fastest executor that loads on this machine. */
export async function chooseBackend(): Promise<Backend> {
  try {
    // loaded only when chosen: a missing binary must not take the process down with it
    const { onnxExecutor } = await import('./graph-onnx.ts');
    const executor = onnxExecutor();
    return { executor, reason: `${executor.name}: the fastest executor for steps of this size` };
  } catch (error) {
    const { tfjsExecutor } = await import('./eager-tfjs.ts');
    const executor = await tfjsExecutor('wasm');
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { executor, reason: `${executor.name}: onnxruntime could not be loaded (${why})` };
  }
}
