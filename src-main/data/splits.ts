/** Which cells fit, which steer, which are scored once. See docs/METHOD.md, "Who sees what". */
export const TRAIN = 0;
export const VALIDATION = 1;
export const TEST = 2;
