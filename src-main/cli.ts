/** The command line as a program. */
import { main } from './cli/main.ts';

// a reader that has seen enough (`| head`) is no failure
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

// not process.exit: what was written to a pipe must arrive
process.exitCode = await main(process.argv.slice(2));
