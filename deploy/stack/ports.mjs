// Ports of a stack: chosen once, kept, and chosen anew only where another program has taken one meanwhile.
import { freePort, isFree } from '../engines/free-port.mjs';

const FRONT_DOOR = 8080;

/** Gives every part a port that is free or its own. @param {import('./state.mjs').Stack} stack @param {readonly string[]} parts those that do not run @param {number} [wanted] of the front door */
export async function assignPorts(stack, parts, wanted) {
  const { ports } = stack.state;
  if (wanted !== undefined && ports.nginx !== wanted) {
    if (!(await isFree(wanted))) throw new Error(`Port ${wanted} is taken by another program; give --port another one.`);
    ports.nginx = wanted;
  }
  for (const part of parts) {
    if (ports[part] !== undefined && (await isFree(ports[part]))) continue;
    if (part === 'nginx' && wanted === undefined && ports.nginx === undefined && (await isFree(FRONT_DOOR))) ports.nginx = FRONT_DOOR;
    else ports[part] = await freePortBeside(new Set(Object.values(ports)));
  }
  stack.save();
}

async function freePortBeside(taken) {
  for (;;) {
    const port = await freePort();
    if (!taken.has(port)) return port;
  }
}
