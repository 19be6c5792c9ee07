// Ports for programs that are told theirs and listen only seconds later. Plain Node 20, no packages.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';

const LOWEST = 15_000;
const RANGE_OF_OUTGOING = '/proc/sys/net/ipv4/ip_local_port_range';

/**
 * A port of 127.0.0.1 that nobody listens on at this moment. It lies below those that the kernel gives to outgoing connections: one of these could take it
 * before its program listens, and a program that looks whether the port answers yet could be connected to itself.
 */
export async function freePort() {
  const below = lowestOutgoing();
  for (;;) {
    const port = below > LOWEST + 1_000 ? LOWEST + Math.floor(Math.random() * (below - LOWEST)) : 0;
    const taken = await take(port).catch(() => undefined);
    if (taken !== undefined) return taken;
  }
}

/** Whether nobody listens there. @param {number} port */
export const isFree = (port) =>
  take(port).then(
    () => true,
    () => false,
  );

/** Takes a port (0: any) and gives it back. @param {number} port */
async function take(port) {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: taken } = /** @type {import('node:net').AddressInfo} */ (server.address());
  server.close();
  await once(server, 'close');
  return taken;
}

function lowestOutgoing() {
  try {
    return Number(readFileSync(RANGE_OF_OUTGOING, 'utf8').split(/\s/)[0]); // '32768\t60999\n'
  } catch {
    return 0;
  }
}
