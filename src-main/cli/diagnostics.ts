/** `panelwright diagnostics`: what a report of a fault needs. */
import { resolve } from 'node:path';
import { stateFolder } from '../hosts/http/folders.ts';
import { parse } from './arguments.ts';
import { progressLine } from './output.ts';
import { startSession } from './session.ts';
import { UsageError } from './usage.ts';

export async function diagnosticsCommand(args: string[]): Promise<void> {
  const { positionals } = parse(args, {});
  if (positionals.length > 1) throw new UsageError('diagnostics takes one project.');
  const session = startSession(stateFolder(), progressLine(true));
  try {
    if (positionals[0] !== undefined) await session.call('project.open', { path: resolve(positionals[0]) });
    console.log(await session.call('app.diagnostics', {}));
  } finally {
    await session.close();
  }
}
