/** The command line: picks the command, and turns its end into an exit code. */
import { describeError, toErrorData } from '../src-preload/errors.ts';
import { didYouMean } from './data/nearest.ts';
import { compareCommand } from './cli/compare.ts';
import { designCommand } from './cli/design.ts';
import { inspectCommand } from './cli/inspect.ts';
import { serveCommand } from './cli/serve.ts';
import { help, UsageError } from './cli/usage.ts';
import type { Command } from './cli/usage.ts';
import { version } from './version.ts';

/** 0: done; 2: arguments that cannot be understood; 130, 143: stopped by a signal; 1: everything else. */
const exitCodes = { done: 0, failed: 1, usage: 2, SIGINT: 130, SIGTERM: 143 } as const;

class StoppedBySignal extends Error {
  readonly signal: 'SIGINT' | 'SIGTERM';
  constructor(signal: 'SIGINT' | 'SIGTERM') {
    super('Stopped.');
    this.signal = signal;
  }
}

const commands: Record<Command, (args: string[]) => Promise<void> | void> = {
  design: (args) => designCommand(args, stopped()),
  inspect: inspectCommand,
  compare: compareCommand,
  serve: serveCommand,
};

async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-V') return print(`${version}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return print(help.panelwright);
  try {
    if (name === undefined) throw new UsageError('Say what to do.');
    if (!Object.hasOwn(commands, name)) {
      throw new UsageError(`There is no command "${name}". ${didYouMean(name, Object.keys(commands), '')}`.trimEnd());
    }
    const command = name as Command;
    const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
    if (options.includes('--help') || options.includes('-h')) return print(help[command]);
    await commands[command](rest);
    return exitCodes.done;
  } catch (error) {
    return explain(error, Object.hasOwn(commands, name ?? '') ? ` ${name}` : '');
  }
}

function print(text: string): number {
  process.stdout.write(text);
  return exitCodes.done;
}

function explain(error: unknown, command: string): number {
  if (error instanceof UsageError) {
    console.error(`${error.message}\nSee "panelwright${command} --help".`);
    return exitCodes.usage;
  }
  if (error instanceof StoppedBySignal) {
    console.error(error.message);
    return exitCodes[error.signal];
  }
  console.error(describeError(error));
  if (toErrorData(error).code === 'internal' && error instanceof Error && process.env['DEBUG'])
    console.error(error.stack);
  return exitCodes.failed;
}

/** Rejects when somebody asks the process to stop, so that it can leave things in order. */
function stopped(): Promise<never> {
  return new Promise((_, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => reject(new StoppedBySignal(signal)));
    }
  });
}

// not process.exit: what was written to a pipe must arrive
process.exitCode = await main(process.argv.slice(2));
