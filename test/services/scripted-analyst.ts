/** An analysing process that plays a script: what it is asked, it answers as it was told to. */
import type { FromAnalyst, SpawnAnalyst, ToAnalyst } from '../../src-main/analysis/protocol.ts';
import type { Exit } from '../../src-main/engine/child.ts';

/** Answers with what the script makes of each question; how many processes were started is counted. */
export function scripted(
  script: (asked: ToAnalyst, say: (message: FromAnalyst) => void, exit: (how: Exit) => void) => void,
) {
  const started: { killed: boolean }[] = [];
  const spawnAnalyst: SpawnAnalyst = () => {
    const process = { killed: false };
    started.push(process);
    let hear: (message: FromAnalyst) => void = () => {};
    let gone: (exit: Exit) => void = () => {};
    return {
      send: (message) => void setImmediate(() => script(structuredClone(message), hear, gone)),
      onMessage: (listener) => (hear = listener),
      onExit: (listener) => (gone = listener),
      kill() {
        process.killed = true;
        setImmediate(() => gone({ code: null, signal: 'SIGKILL', stderr: '' }));
      },
    };
  };
  return { spawnAnalyst, started };
}

export const answer = (id: number, value: unknown): FromAnalyst => ({ id, type: 'answer', answer: value as never });
