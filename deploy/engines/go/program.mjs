// Programs that come as a Go package: built once per version, kept beside the other engines.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { has, run } from '../frame.mjs';

/** @typedef {{name: string, module: string, version: string, takes: string}} GoProgram `takes` says how long the first build is */

const folderOf = ({ folder }, { name, version }) => join(folder, `${name}-${version}`);

/** Where the program is once it is installed. */
export const programPath = (context, program) => join(folderOf(context, program), program.name);

/**
 * Builds the program unless it is there.
 * @param {import('../frame.mjs').Context} context
 * @param {GoProgram} program
 */
export function installProgram(context, program) {
  const there = folderOf(context, program);
  if (existsSync(there)) return;
  if (!has('go')) throw new Error(`${program.name} is built with Go, which is missing here: install Go 1.25 or newer and put it on the PATH.`);
  context.say(`Building ${program.name} ${program.version} with Go (${program.takes} at the first time) …`);
  const coming = `${there}.coming`;
  rmSync(coming, { recursive: true, force: true });
  mkdirSync(coming, { recursive: true });
  run('go', ['install', `${program.module}@${program.version}`], { env: { ...process.env, GOBIN: coming } });
  renameSync(coming, there);
}
