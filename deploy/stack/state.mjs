// What a stack remembers between two commands: stack.json in its folder, mode 0600, as it holds passwords.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startOf } from './processes.mjs';

/**
 * @typedef {object} Recorded a process as it was started
 * @property {number} pid
 * @property {string} started tells it from a later process of the same number
 * @property {string} as fingerprint of its command and environment
 * @property {number} [engine] of an engine: the process of the program itself, below the one that minds it
 */

/**
 * @typedef {object} State
 * @property {Record<string, number>} instances by service; 1 where none is said
 * @property {Record<string, number>} ports by part: kafka, inventory-1
 * @property {Record<string, string>} passwords by database role
 * @property {string} serviceKey
 * @property {string} sealingKeys
 * @property {Record<string, string>} settings environment of the services that the operator gave
 * @property {boolean} demo
 * @property {Record<string, Recorded>} processes by part
 */

/** A stack in its folder. */
export class Stack {
  /** @param {string} folder @param {State} state */
  constructor(folder, state) {
    this.folder = folder;
    this.state = state;
  }

  /** Opens the folder, RINGFLEET_STACK or .ringfleet-stack, and makes it if need be. @returns {Stack} */
  static open() {
    const wanted = resolve(process.env.RINGFLEET_STACK ?? '.ringfleet-stack');
    mkdirSync(join(wanted, 'logs'), { recursive: true, mode: 0o700 });
    const folder = realpathSync(wanted);
    const file = join(folder, 'stack.json');
    return new Stack(folder, existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : newState());
  }

  save() {
    const file = join(this.folder, 'stack.json');
    writeFileSync(`${file}.new`, `${JSON.stringify(this.state, null, 2)}\n`, { mode: 0o600 });
    renameSync(`${file}.new`, file);
  }

  /** A path below the folder. @param {...string} names */
  path(...names) {
    return join(this.folder, ...names);
  }

  /** The password of a database role, made when first asked for. @param {string} role */
  password(role) {
    this.state.passwords[role] ??= secret();
    this.save();
    return this.state.passwords[role];
  }

  /** Does the work while no other command works on this stack. @template T @param {() => Promise<T>} work @returns {Promise<T>} */
  async alone(work) {
    const lock = this.path('lock');
    const holder = existsSync(lock) ? JSON.parse(readFileSync(lock, 'utf8')) : undefined;
    if (holder && startOf(holder.pid) === holder.started)
      throw new Error(`Another command (process ${holder.pid}) works on the stack in ${this.folder}; wait for its end.`);
    rmSync(lock, { force: true });
    writeFileSync(lock, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { flag: 'wx' });
    try {
      return await work();
    } finally {
      rmSync(lock, { force: true });
    }
  }
}

/** @returns {State} */
const newState = () => ({
  instances: {},
  ports: {},
  passwords: {},
  serviceKey: secret(),
  sealingKeys: JSON.stringify([{ id: randomBytes(4).toString('hex'), key: randomBytes(32).toString('base64') }]),
  settings: {},
  demo: true,
  processes: {},
});

const secret = () => randomBytes(32).toString('base64url');
