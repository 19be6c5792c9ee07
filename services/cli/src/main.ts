import { run } from './program.js';
import { EXIT } from './terminal.js';

const interrupt = new AbortController();
process.on('SIGINT', () => {
  if (interrupt.signal.aborted) process.exit(EXIT.interrupted); // a second Ctrl-C does not wait
  interrupt.abort();
});
// What reads our output may stop reading, as in `events tail … | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : EXIT.failed));

process.exitCode = await run(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  env: process.env,
  // npm runs scripts at the root of the checkout and says where it was called.
  folder: process.env['INIT_CWD'] ?? process.cwd(),
  checkout: process.cwd(),
  interrupted: interrupt.signal,
});
