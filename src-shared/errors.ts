/**
 * One error shape for every border: between processes, over HTTP, out of the command line. An `AppError` is an
 * expected failure told to the user; anything else is a defect and crosses the border as `internal`.
 */
export type ErrorCode =
  /** the request does not fit the contract or makes no sense */
  | 'invalid'
  /** a file, run, task, gene … that is not there */
  | 'not-found'
  /** a file that cannot be read as what it should be */
  | 'unreadable'
  /** something else is in the way: exists already, is running, is read-only */
  | 'conflict'
  /** runs of the open project are being trained: what is to become of them must be said (`whileTraining`) */
  | 'training'
  /** stopped by the user */
  | 'cancelled'
  /** a defect of ours */
  | 'internal';

export interface ErrorData {
  code: ErrorCode;
  /** what went wrong: names the thing, what was expected, what was found */
  message: string;
  /** what to do about it */
  remedy?: string;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string | undefined;

  constructor(code: ErrorCode, message: string, remedy?: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
    this.remedy = remedy;
  }
}

/** An error as plain data, ready to cross a border. */
export function toErrorData(error: unknown): ErrorData {
  if (error instanceof AppError) {
    return { code: error.code, message: error.message, ...(error.remedy ? { remedy: error.remedy } : {}) };
  }
  return { code: 'internal', message: error instanceof Error ? error.message : String(error) };
}

/** The other side of the border: plain data made back into an Error. */
export function fromErrorData(data: ErrorData): AppError {
  return new AppError(data.code, data.message, data.remedy);
}

/** Message and remedy as one text for a terminal or a notice. */
export function describeError(error: unknown): string {
  const { message, remedy } = toErrorData(error);
  return remedy ? `${message} ${remedy}` : message;
}
