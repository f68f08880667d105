/** The engine as the window sees it. Everything in `state/` asks through this and nothing else does I/O. */
import { createClient } from '../../src-shared/client.ts';
import type { Client, Transport } from '../../src-shared/client.ts';
import { toErrorData } from '../../src-shared/errors.ts';
import type { ErrorData } from '../../src-shared/errors.ts';

export type { Client, ErrorData, Transport };
export { createClient };

/** A failure as the window shows it; a defect of ours says at least that it is one. */
export function explain(error: unknown): ErrorData {
  const data = toErrorData(error);
  if (data.code !== 'internal' || data.remedy) return data;
  return {
    ...data,
    remedy: 'This is a defect of Panelwright, not of your data. Your project is unchanged; try once more.',
  };
}
