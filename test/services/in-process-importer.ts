/** The reading process without a process: the same work, the same messages, nothing to start. */
import { toErrorData } from '../../src-shared/errors.ts';
import type { FromImporter, SpawnImporter } from '../../src-main/services/workers/import-protocol.ts';
import { answer } from '../../src-main/services/workers/reading.ts';

export const inProcessImporter: SpawnImporter = () => {
  let hear: (message: FromImporter) => void = () => {};
  let taken = () => {};
  let killed = false;
  const tell = (message: FromImporter) => {
    const copy = structuredClone(message);
    setImmediate(() => !killed && hear(copy));
  };
  return {
    send(message) {
      if (message.type === 'taken') return taken();
      const takes = () => new Promise<void>((resolve) => (taken = resolve));
      answer(message, tell, takes).catch((error: unknown) => tell({ type: 'failed', error: toErrorData(error) }));
    },
    onMessage: (listener) => (hear = listener),
    onExit: () => {},
    kill: () => (killed = true),
  };
};
