/** The command line as a program. */
import { main } from './cli/main.ts';

// not process.exit: what was written to a pipe must arrive
process.exitCode = await main(process.argv.slice(2));
