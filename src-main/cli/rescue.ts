/** `panelwright rescue`: what can be read of a damaged project, in a new one. */
import { resolve } from 'node:path';
import { rescueProject } from '../store/rescue.ts';
import { version } from '../version.ts';
import { parse } from './arguments.ts';
import { UsageError } from './usage.ts';

export function rescueCommand(args: string[]): void {
  const { positionals } = parse(args, {});
  const [from, to] = positionals;
  if (from === undefined || to === undefined || positionals.length > 2)
    throw new UsageError('Name the damaged project and the new one: rescue PROJECT NEW.');
  const lost = rescueProject(resolve(from), resolve(to), version);
  process.stdout.write(`Wrote ${to}\n`);
  process.stderr.write(lost === null ? 'Nothing is lost.\n' : `Lost, or not to be trusted: ${lost}.\n`);
}
