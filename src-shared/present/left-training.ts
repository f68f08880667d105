/** What is asked when a project is left while its runs train, in every host's dialog. */
export const LEFT_TRAINING =
  'They can finish in the background: their results are there when you open the project again. What is stopped can be resumed later.';
