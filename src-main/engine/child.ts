/** A process that this one started: told by messages, heard by messages, and killed without asking. */
export interface Exit {
  code: number | null;
  signal: string | null;
  /** the last of what the process said before it went */
  stderr: string;
}

export interface Child<To, From> {
  send(message: To): void;
  onMessage(listener: (message: From) => void): void;
  onExit(listener: (exit: Exit) => void): void;
  /** at once, without a chance to object */
  kill(): void;
}

/** utilityProcess under Electron, child_process.fork under Node. */
export type Spawn<To, From> = () => Child<To, From>;

/** Why a process went without having said so, in words. `what`: `The training process`. */
export function crashMessage(what: string, { code, signal, stderr }: Exit): string {
  const how = signal ? `was ended by ${signal}` : `ended unexpectedly (code ${code})`;
  const lines = stderr
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line && !/^(at .*|Node\.js v[\d.]+)$/.test(line));
  const last = lines.findLast((line) => /error|fatal|terminate/i.test(line)) ?? lines.at(-1);
  const said = last ? ` It said: ${last}` : '';
  const memory = signal === 'SIGKILL' && !last ? ' The computer may have run out of memory.' : '';
  return `${what} ${how}.${said}${memory}`;
}
