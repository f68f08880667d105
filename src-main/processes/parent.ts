/** The other end of a child process: messages to and from whoever started this one. */
export interface Parent<To, From> {
  tell(message: From): void;
  onMessage(listener: (message: To) => void): void;
}

/** Works under `child_process.fork` and under Electron's `utilityProcess`, which differ only in how messages travel. */
export function parentOf<To, From>(): Parent<To, From> {
  // Ctrl+C in a terminal reaches this process too; whether to stop is for the parent to say
  process.on('SIGINT', () => {});
  // Electron's types are not imported here: this file also runs where there is no Electron
  interface Port {
    postMessage(message: unknown): void;
    on(event: 'message', listener: (event: { data: To }) => void): void;
  }
  const port = (process as unknown as { parentPort?: Port }).parentPort;
  if (port) {
    return {
      tell: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
    };
  }
  // without its parent nobody would hear the result; an orderly exit would wait for threads, and native code aborts then
  process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
  return {
    tell: (message) => void process.send!(message),
    onMessage: (listener) => void process.on('message', (message) => listener(message as To)),
  };
}
