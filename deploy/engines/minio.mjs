// MinIO as one server over one folder, built with Go: node deploy/engines/run.mjs minio --folder DIR --port 9000
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { credentialsIn } from './credentials/credentials.mjs';
import { launch, untilReady } from './frame.mjs';
import { installProgram, programPath } from './go/program.mjs';

const MINIO = { name: 'minio', module: 'github.com/minio/minio', version: 'v0.0.0-20260212201848-7aac2a2c5b7c', takes: 'about four minutes' };

export const install = (context) => installProgram(context, MINIO);

/**
 * Its keys are made at the first start and kept in the folder; RINGFLEET_OBJECTS_ACCESS_KEY and RINGFLEET_OBJECTS_SECRET_KEY set others.
 * Further settings are MinIO's own variables, as MINIO_API_STALE_UPLOADS_EXPIRY (24h).
 * @returns {Promise<import('./frame.mjs').Running>}
 */
export async function start({ context, folder, port, launched }) {
  const made = credentialsIn(folder, 'ringfleet');
  const accessKey = process.env.RINGFLEET_OBJECTS_ACCESS_KEY ?? made.user;
  const secretKey = process.env.RINGFLEET_OBJECTS_SECRET_KEY ?? made.password;
  const address = `http://127.0.0.1:${port}`;
  const child = launch(programPath(context, MINIO), ['server', '--quiet', '--address', `127.0.0.1:${port}`, join(folder, 'data')], {
    cwd: folder,
    output: openSync(join(folder, 'minio.log'), 'a'),
    // No console on a port of its own, no look for newer versions; metrics as open as the health pages. What it has taken outlives a power cut.
    env: {
      MINIO_BROWSER: 'off',
      MINIO_UPDATE: 'off',
      MINIO_FS_OSYNC: 'on',
      MINIO_PROMETHEUS_AUTH_TYPE: 'public',
      ...process.env,
      MINIO_ROOT_USER: accessKey,
      MINIO_ROOT_PASSWORD: secretKey,
    },
  });
  launched(child);
  await untilReady(child, async () => (await fetch(`${address}/minio/health/cluster`)).ok);
  return { address, pid: child.pid, child, more: { accessKey, secretKey } };
}
