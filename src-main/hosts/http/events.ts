/** Events as lines of JSON: one stream a window, an empty line now and then so that a dead connection is noticed. */
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
    for (const response of open) write(response, '\n');
  }, beatMs);
  beat.unref();
  return {
    emit(event, payload) {
      const text = `${JSON.stringify({ event, payload })}\n`;
      for (const response of open) write(response, text);
    },
    attach(request, response) {
      response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
      // the first line says that nothing is missed from here on
      response.write('\n');
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
