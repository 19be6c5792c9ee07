import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const INSTALL = fileURLToPath(new URL('../../../deploy/engines/install.mjs', import.meta.url));

export default () => {
  const { status } = spawnSync(process.execPath, [INSTALL, 'minio'], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
  if (status !== 0) throw new Error('MinIO is not installed; what it lacks is said above.');
};
