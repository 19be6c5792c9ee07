// A real MinIO for tests, started as deploy/engines does it.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('../../../deploy/engines/run.mjs', import.meta.url));

/** What MinioObjectStore is opened with. */
export interface TestBucket {
  readonly url: string;
  readonly bucket: string;
  readonly accessKey: string;
  readonly secretKey: string;
}

export interface Minio {
  /** Where it keeps everything: `data/` and `minio.log`. */
  readonly folder: string;
  /** A bucket that is not there yet. */
  newBucket(): TestBucket;
  /** Ends it in order; clients are refused. */
  leave(): Promise<void>;
  /** Starts it again on what it had, at the same address; resolves when it answers. */
  comeBack(): Promise<void>;
  /** Leaves its connections open and says nothing. */
  freeze(): void;
  thaw(): void;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** Starts a throw-away server on a free port of 127.0.0.1, with variables of its own; it stops with this process at the latest. */
export async function startMinio(env: NodeJS.ProcessEnv = {}): Promise<Minio> {
  const folder = mkdtempSync(join(tmpdir(), 'ringfleet-minio-'));
  let running = await run(['--folder', folder], env);
  const { address: url, accessKey, secretKey } = running.ready;
  const leave = async (): Promise<void> => {
    running.child.kill('SIGTERM');
    await running.exited;
  };
  return {
    folder,
    newBucket: () => ({ url, accessKey, secretKey, bucket: `test-${randomBytes(6).toString('hex')}` }),
    leave,
    async comeBack() {
      running = await run(['--folder', folder, '--port', new URL(url).port], env);
    },
    freeze: () => void process.kill(running.ready.pid, 'SIGSTOP'),
    thaw: () => void process.kill(running.ready.pid, 'SIGCONT'),
    async remove() {
      await leave();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface Running {
  readonly child: ChildProcess;
  readonly ready: { readonly address: string; readonly pid: number; readonly accessKey: string; readonly secretKey: string };
  readonly exited: Promise<unknown>;
}

async function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Running> {
  // Tests are faster where no write waits for the disk.
  const child = spawn(process.execPath, [RUN, 'minio', ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, MINIO_FS_OSYNC: 'off', ...env, NODE_OPTIONS: '' },
  });
  const exited = once(child, 'exit');
  const { value, done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (done) throw new Error('MinIO did not start; what it said is above.');
  return { child, ready: JSON.parse(value) as Running['ready'], exited };
}
