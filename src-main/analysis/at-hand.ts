/**
 * What is kept between questions: runs that were asked about last, and the cells that they were asked of. Runs of the
 * same cells share them; cells that are let go take their runs along, which would hold them otherwise.
 */
export interface AtHand<Cells, Run> {
  /**
   * The run at hand under this key, or one that is opened.
   *
   * @param open says under which key the run's cells are
   */
  run(key: string, open: () => Promise<Opened<Run>>): Promise<Run>;
  /** The cells at hand under this key, or laid out anew. */
  cells(key: string, layOut: () => Cells): Cells;
}

export interface Opened<Run> {
  run: Run;
  cells: string;
}

/** @param most of each is kept, those that were used last */
export function keepAtHand<Cells, Run>(most: { runs: number; cells: number }): AtHand<Cells, Run> {
  const runs = new Map<string, { opening: Promise<Opened<Run>>; cells: string | null }>();
  const laidOut = new Map<string, Cells>();
  return {
    async run(key, open) {
      const kept = runs.get(key) ?? { opening: open(), cells: null };
      putLast(runs, key, kept, most.runs);
      try {
        const { run, cells } = await kept.opening;
        kept.cells = cells;
        if (laidOut.has(cells)) putLast(laidOut, cells, laidOut.get(cells)!, most.cells);
        return run;
      } catch (error) {
        // a reading that failed may be tried again
        if (runs.get(key) === kept) runs.delete(key);
        throw error;
      }
    },
    cells(key, layOut) {
      const cells = laidOut.get(key) ?? layOut();
      for (const gone of putLast(laidOut, key, cells, most.cells)) {
        for (const [run, { cells }] of runs) if (cells === gone) runs.delete(run);
      }
      return cells;
    },
  };
}

/** Makes an entry the newest; the oldest go beyond `most`. @returns their keys */
function putLast<T>(map: Map<string, T>, key: string, value: T, most: number): string[] {
  map.delete(key);
  map.set(key, value);
  const gone = [...map.keys()].slice(0, Math.max(0, map.size - most));
  for (const old of gone) map.delete(old);
  return gone;
}
