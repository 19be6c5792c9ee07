import { HomeInUse } from '@ringfleet/runtime';
import { readConfig } from './config.js';
import { startStandalone } from './standalone.js';

try {
  const config = readConfig(process.env);
  const began = performance.now();
  const ringfleet = await startStandalone(config);
  console.log(`Ringfleet is ready at ${ringfleet.url} after ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  console.log(`Its data are in ${config.home}; keys to sign in with are in credentials.json there. Stop it with Ctrl-C.`);
  let stopping = false;
  const stop = async (code: number): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await ringfleet.stop();
    process.exit(code);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0));
  await ringfleet.broken;
  if (!stopping) console.error('The database ended unexpectedly; see logs/postgres.log in the home. Start Ringfleet again: it goes on where it stopped.');
  await stop(1);
} catch (error) {
  console.error(error instanceof HomeInUse || error instanceof Error ? error.message : error);
  process.exit(1);
}
