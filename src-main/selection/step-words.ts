/** How far a training is, in the words of its progress: `step 630 of 100,000`. */
export const stepWords = (done: number, all: number): string =>
  `step ${done.toLocaleString('en-US')} of ${all.toLocaleString('en-US')}`;
