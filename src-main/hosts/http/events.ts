/** Events as server-sent events: one stream a window, a beat now and then so that a dead connection is noticed. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Emit } from '../../../src-shared/contract.ts';

const beatMs = 15_000;
/** a window that has not read this much is gone or asleep; it reconnects and asks anew */
const backlogBytes = 8 * 2 ** 20;

export interface EventStreams {
  emit: Emit;
  attach(request: IncomingMessage, response: ServerResponse): void;
  close(): void;
}

export function createEventStreams(): EventStreams {
  const open = new Set<ServerResponse>();
  const write = (response: ServerResponse, text: string) => {
    if (response.writableLength > backlogBytes) response.destroy();
    else response.write(text);
  };
  const beat = setInterval(() => {
    for (const response of open) write(response, ': beat\n\n');
  }, beatMs);
  beat.unref();
  return {
    emit(event, payload) {
      const text = `data: ${JSON.stringify({ event, payload })}\n\n`;
      for (const response of open) write(response, text);
    },
    attach(request, response) {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      // reconnect soon: the engine is on the same machine
      response.write('retry: 1000\n\n');
      open.add(response);
      request.once('close', () => open.delete(response));
      response.once('close', () => open.delete(response));
    },
    close() {
      clearInterval(beat);
      for (const response of open) response.end();
      open.clear();
    },
  };
}
