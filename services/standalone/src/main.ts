import { createLogger, measureProcess, startTracing } from '@ringfleet/observability';
import { readConfig } from './config.js';
import { DATABASE_ENDED, startStandalone } from './standalone.js';

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
const complain = (line: string): boolean => process.stderr.write(`${line}\n`);

try {
  const config = readConfig(process.env);
  const began = performance.now();
  measureProcess();
  const stopTracing = await startTracing({ process: 'ringfleet', log: createLogger({ service: 'standalone' }) });
  const ringfleet = await startStandalone(config);
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await ringfleet.stop();
    await stopTracing();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  say(`Ringfleet is ready at ${ringfleet.url} after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  say(`Its data are in ${config.home}; keys to sign in with are in credentials.json there. Stop it with Ctrl-C.`);
  await ringfleet.broken;
  if (!stopping) complain(DATABASE_ENDED);
  await stop(1);
} catch (error) {
  complain(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
