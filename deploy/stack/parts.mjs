// One part of a stack by its name: an instance of a service (inventory-1) or an engine (kafka).
import { ENDS_WITHIN_MS, ENGINES, startEngine } from './engines.mjs';
import { openFrontDoor } from './front-door.mjs';
import { end, runs } from './processes.mjs';
import { allInstances, readiness, startInstance, STOPS_WITHIN_MS, untilReady } from './services.mjs';

/** @param {import('./state.mjs').Stack} stack */
export const partsOf = (stack) => [...ENGINES, ...allInstances(stack), 'nginx'];

/** Throws where a name is no part's. @param {import('./state.mjs').Stack} stack @param {readonly string[]} names */
export function known(stack, names) {
  const strange = names.filter((name) => !partsOf(stack).includes(name));
  if (strange.length > 0) throw new Error(`There is no ${strange.join(', ')} in this stack. There are: ${partsOf(stack).join(', ')}.`);
  return names;
}

const isEngine = (name) => ENGINES.includes(name) || name === 'nginx';

/** Resolves when it is ready. @param {import('./state.mjs').Stack} stack @param {string} name */
export async function startPart(stack, name) {
  if (name === 'nginx') return openFrontDoor(stack);
  if (isEngine(name)) return startEngine(stack, name);
  await startInstance(stack, name);
  return untilReady(stack, name);
}

/** Ends it in order. @param {import('./state.mjs').Stack} stack @param {string} name */
export async function stopPart(stack, name) {
  const recorded = stack.state.processes[name];
  if (recorded) await end(recorded, 'SIGTERM', isEngine(name) ? ENDS_WITHIN_MS : STOPS_WITHIN_MS);
}

/**
 * Ends it in order and starts it again. The front door sends nothing to an instance from before its end until it is ready, so where a service has another one
 * nobody notices.
 * @param {import('./state.mjs').Stack} stack @param {string} name
 */
export async function restartPart(stack, name) {
  if (!isEngine(name)) await openFrontDoor(stack, name);
  await stopPart(stack, name);
  await startPart(stack, name);
  if (!isEngine(name)) await openFrontDoor(stack);
}

/** SIGKILL; of an engine to the program itself, and then to who minds it. @param {import('./state.mjs').Stack} stack @param {string} name */
export async function killPart(stack, name) {
  const recorded = stack.state.processes[name];
  if (!recorded || !runs(recorded)) return;
  if (recorded.engine !== undefined) process.kill(recorded.engine, 'SIGKILL');
  await end(recorded, recorded.engine === undefined ? 'SIGKILL' : 'SIGTERM', ENDS_WITHIN_MS);
}

/** What runs, a line a part. @param {import('./state.mjs').Stack} stack */
export async function tellStatus(stack) {
  return Promise.all(
    partsOf(stack).map(async (name) => {
      const { processes, ports } = stack.state;
      const state = !runs(processes[name]) ? 'does not run' : isEngine(name) ? 'runs' : await readiness(stack, name);
      const said = state === 'ready' || state === 'runs' || state === 'does not run' ? state : `not ready, waits for ${state}`;
      return `${name.padEnd(18)} port ${String(ports[name] ?? '-').padEnd(6)} process ${String(processes[name]?.pid ?? '-').padEnd(8)} ${said}`;
    }),
  );
}

/** The front door first, so that nobody comes in any more; the engines last, for the services finish their work with them. @param {import('./state.mjs').Stack} stack */
export async function down(stack) {
  const engines = [...ENGINES, 'nginx'];
  await stopPart(stack, 'nginx');
  await Promise.all(
    Object.keys(stack.state.processes)
      .filter((name) => !engines.includes(name))
      .map((name) => stopPart(stack, name)),
  );
  await Promise.all(ENGINES.map((name) => stopPart(stack, name)));
  stack.state.processes = {};
  stack.save();
}
