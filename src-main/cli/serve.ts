/** `panelwright serve`: the window in a browser. */
import { resolve } from 'node:path';
import { serve } from '../serve.ts';
import { parse, wholeNumber } from './arguments.ts';
import { options } from './options.ts';
import { UsageError } from './usage.ts';

export async function serveCommand(args: string[]): Promise<void> {
  const { values, positionals } = parse(args, options.serve);
  if (positionals.length > 0)
    throw new UsageError(`serve takes no "${positionals[0]}"; name a project with --project.`);
  await serve({
    project: values.project === undefined ? undefined : resolve(values.project),
    port: wholeNumber('--port', values.port, 0, 65_535),
    files: values.files?.map((folder) => resolve(folder)),
  });
}
