/** The analysing process as the services see it: started when first asked, asked by messages, gone when it has idled. */
import type { Emit } from '../../../src-shared/contract.ts';
import { AppError, fromErrorData } from '../../../src-shared/errors.ts';
import type { FromAnalyst, Questions, SpawnAnalyst, ToAnalyst, Topic } from '../../analysis/protocol.ts';
import { type Child, crashMessage } from '../../engine/child.ts';

export interface Analyst {
  /** @throws AppError what the process answers, or that it went away without an answer */
  ask<T extends Topic>(runId: number, topic: T, asked: Questions[T]['asked']): Promise<Questions[T]['answer']>;
  /** kills it; what was asked is answered by `cancelled` */
  stop(): Promise<void>;
}

interface Waiting {
  runId: number;
  topic: Topic;
  answered(answer: Questions[Topic]['answer']): void;
  failed(error: Error): void;
}

export function createAnalyst(options: { projectPath: string; spawnAnalyst: SpawnAnalyst; emit: Emit }): Analyst {
  const { projectPath, spawnAnalyst, emit } = options;
  const waiting = new Map<number, Waiting>();
  let process: { child: Child<ToAnalyst, FromAnalyst>; gone: Promise<void> } | null = null;
  let next = 1;

  function start() {
    const child = spawnAnalyst();
    let left: () => void = () => {};
    const started = { child, gone: new Promise<void>((resolve) => (left = resolve)) };
    child.onMessage(hear);
    child.onExit((exit) => {
      if (process === started) process = null;
      const error = new AppError(
        'internal',
        crashMessage('The analysing process', exit),
        'Ask once more; with very many cells, close other programs first.',
      );
      // it may idle away in the moment in which it is asked; it never leaves an answer half-way by itself
      refuseAll(error);
      left();
    });
    return started;
  }

  function hear(message: FromAnalyst) {
    const asked = waiting.get(message.id);
    if (!asked) return;
    if (message.type === 'progress') {
      const { doing, fraction } = message;
      return emit('analysis.progress', { runId: asked.runId, topic: asked.topic, doing, fraction });
    }
    waiting.delete(message.id);
    if (message.type === 'answer') asked.answered(message.answer);
    else asked.failed(fromErrorData(message.error));
  }

  function refuseAll(error: Error) {
    const all = [...waiting.values()];
    waiting.clear();
    for (const asked of all) asked.failed(error);
  }

  return {
    ask(runId, topic, asked) {
      const id = next++;
      return new Promise((resolve, reject) => {
        waiting.set(id, { runId, topic, answered: resolve as Waiting['answered'], failed: reject });
        process ??= start();
        process.child.send({ id, projectPath, runId, topic, asked } as ToAnalyst);
      });
    },
    async stop() {
      refuseAll(new AppError('cancelled', 'The project was closed before the answer was there.'));
      process?.child.kill();
      await process?.gone;
    },
  };
}
