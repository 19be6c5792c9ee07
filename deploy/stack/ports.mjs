// Ports of a stack: chosen once, kept, and chosen anew only where another program has taken one meanwhile.
import { once } from 'node:events';
import { createServer } from 'node:net';

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
    else ports[part] = await freePort(new Set(Object.values(ports)));
  }
  stack.save();
}

async function freePort(taken) {
  for (;;) {
    const port = await listen(0);
    if (!taken.has(port)) return port;
  }
}

const isFree = (port) =>
  listen(port).then(
    () => true,
    () => false,
  );

/** Takes a port (0: any) and gives it back. */
async function listen(port) {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return address.port;
}
