/** The command line: picks the command, and turns its end into an exit code. */
import { describeError } from '../../src-shared/errors.ts';
import { didYouMean } from '../data/nearest.ts';
import { assayCommand } from './assay.ts';
import { benchmarkCommand } from './benchmark.ts';
import { compareCommand } from './compare.ts';
import { designCommand } from './design.ts';
import { explainCommand } from './explain.ts';
import { diagnosticsCommand } from './diagnostics.ts';
import { exportCommand } from './export.ts';
import { importCommand } from './import.ts';
import { fitAssayCommand } from './fit-assay.ts';
import { inspectCommand } from './inspect.ts';
import { predictCommand } from './predict.ts';
import { rescueCommand } from './rescue.ts';
import { resumeCommand } from './resume.ts';
import { scoreCommand } from './score.ts';
import { serveCommand } from './serve.ts';
import { sizesCommand } from './sizes.ts';
import { transferCommand } from './transfer.ts';
import { collectCommand, sweepCommand, sweepJobCommand } from './sweep.ts';
import { tryCommand } from './try.ts';
import { help, ProblemFound, UsageError } from './usage.ts';
import type { Command } from './usage.ts';
import { version } from '../version.ts';

/** 0: done; 2: arguments that cannot be understood; 3: data with a problem; 129, 130, 143: stopped by a signal; 1: all else. */
const exitCodes = { done: 0, failed: 1, usage: 2, problem: 3, SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

const signals = ['SIGHUP', 'SIGINT', 'SIGTERM'] as const;

class StoppedBySignal extends Error {
  readonly signal: (typeof signals)[number];
  constructor(signal: (typeof signals)[number]) {
    super('Stopped.');
    this.signal = signal;
  }
}

const commands: Record<Command, (args: string[]) => Promise<void> | void> = {
  design: (args) => untilStopped((stopped) => designCommand(args, stopped)),
  inspect: inspectCommand,
  import: (args) => untilStopped((stopped) => importCommand(args, stopped)),
  benchmark: (args) =>
    untilStopped((stopped) =>
      // one job of a sweep, or a comparison in this process
      args.some((arg) => /^--request(=|$)/.test(arg))
        ? sweepJobCommand(args, stopped)
        : benchmarkCommand(args, stopped),
    ),
  sweep: (args) => untilStopped((stopped) => sweepCommand(args, stopped)),
  collect: (args) => untilStopped((stopped) => collectCommand(args, stopped)),
  compare: compareCommand,
  explain: explainCommand,
  sizes: (args) => untilStopped((stopped) => sizesCommand(args, stopped)),
  try: (args) => untilStopped((stopped) => tryCommand(args, stopped)),
  assay: assayCommand,
  'fit-assay': (args) => untilStopped((stopped) => fitAssayCommand(args, stopped)),
  transfer: (args) => untilStopped((stopped) => transferCommand(args, stopped)),
  score: (args) => untilStopped((stopped) => scoreCommand(args, stopped)),
  predict: (args) => untilStopped((stopped) => predictCommand(args, stopped)),
  resume: (args) => untilStopped((stopped) => resumeCommand(args, stopped)),
  rescue: rescueCommand,
  export: exportCommand,
  serve: serveCommand,
  diagnostics: diagnosticsCommand,
};

/** Does what the arguments say, and answers the exit code. */
export async function main(args: string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === '--version' || name === '-V') return print(`${version}\n`);
  if (name === '--help' || name === '-h' || name === 'help') return print(help.panelwright);
  try {
    if (name === undefined) throw new UsageError('Missing command.');
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

const complain = (text: string) => void process.stderr.write(`${text}\n`);

function explain(error: unknown, command: string): number {
  if (error instanceof UsageError) {
    complain(`${error.message}\nSee "panelwright${command} --help".`);
    return exitCodes.usage;
  }
  if (error instanceof ProblemFound) {
    complain(error.message);
    return exitCodes.problem;
  }
  if (error instanceof StoppedBySignal) {
    complain(error.message);
    return exitCodes[error.signal];
  }
  complain(describeError(error));
  return exitCodes.failed;
}

/** Does work that is told when somebody asks the process to stop, so that it can leave things in order. */
async function untilStopped(work: (stopped: Promise<never>) => Promise<void>): Promise<void> {
  let release = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const stop = (signal: NodeJS.Signals) => {
      // asked a second time, Node's default ends the process at once
      release();
      reject(new StoppedBySignal(signal as (typeof signals)[number]));
    };
    release = () => signals.forEach((signal) => process.off(signal, stop));
    signals.forEach((signal) => process.on(signal, stop));
  });
  try {
    await work(stopped);
  } finally {
    release();
  }
}
