/** Everything that the next step of a training depends on: one that goes on from here ends where it would have ended. */
export interface Checkpoint {
  /** steps done */
  step: number;
  arrays: Record<string, Float32Array | Float64Array>;
}
