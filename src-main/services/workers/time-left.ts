/** How much longer a run takes, going by how fast its bar has moved. */

/** Before so much of it is done in so many seconds, nothing can be said. */
const LEAST_FRACTION = 0.02;
const LEAST_SECONDS = 1;

/** How far a run was, and when. */
export interface Mark {
  fraction: number;
  seconds: number;
}

/**
 * @param begun when the first of the long parts began: what went before (reading, trying what can train, a part that an
 * earlier process had done) says nothing about the rest. Null until then
 */
export function secondsLeft(begun: Mark | null, now: Mark): number | null {
  if (!begun) return null;
  const done = now.fraction - begun.fraction;
  const took = now.seconds - begun.seconds;
  return done >= LEAST_FRACTION && took >= LEAST_SECONDS ? (took * (1 - now.fraction)) / done : null;
}
