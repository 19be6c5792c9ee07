// A PostgreSQL for the run, and Kafka installed: getting it takes a minute or two, and no test waits for that.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import startPostgres from '@ringfleet/testing/global-setup.mjs';

const INSTALL = fileURLToPath(new URL('../../../deploy/engines/install.mjs', import.meta.url));

export default async () => {
  const { status } = spawnSync(process.execPath, [INSTALL, 'kafka'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  if (status !== 0) throw new Error('Kafka is not installed; what it lacks is said above.');
  await startPostgres();
};
