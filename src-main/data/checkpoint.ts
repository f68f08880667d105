/** Everything that the next step of a training depends on: one that goes on from here ends where it would have ended. */
export interface Checkpoint {
  /** steps done */
  step: number;
  arrays: Record<string, Float32Array | Float64Array>;
}

/** As it is kept: with the name of the executor that computed it, for another would go on a little differently. */
export interface KeptCheckpoint extends Checkpoint {
  executor: string;
}
