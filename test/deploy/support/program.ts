import { execFile, spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** The checkout. */
export const ROOT = join(import.meta.dirname, '../../..');

const LONGEST_MS = 10 * 60_000;

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program of the checkout to its end. */
export function run(program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}, input?: string): Ended {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: LONGEST_MS,
    env: { ...inherited, ...env },
    input,
  });
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

export const node = (args: readonly string[], env?: Readonly<Record<string, string>>): Ended => run(process.execPath, args, env);

/** Runs a program with this Node while others run; rejects with what it said if it fails. */
export function nodeBeside(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const { NODE_OPTIONS: _, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: ROOT, timeout: LONGEST_MS, env: { ...inherited, ...env } }, (error) => (error ? reject(error) : resolve()));
  });
}

/** What it wrote to standard output; throws what it wrote to the other if it failed. */
export function succeeded({ code, out, err }: Ended): string {
  if (code !== 0) throw new Error(`It ended with ${code}: ${err}${out}`);
  return out;
}
