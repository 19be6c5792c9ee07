import { createServer, type ListenOptions, type Server } from 'node:net';

/** Connections that the system holds for each listener until they are taken, where it allows so many (Linux: net.core.somaxconn, 4,096). */
const BACKLOG = 65_535;

export interface Place {
  readonly port: number;
  readonly host: string;
}

/**
 * Throws where another program has the port, saying how to choose another: those that share one are not told.
 * @param variable that says which port it is to be
 */
export async function portMustBeFree(place: Place, variable: string): Promise<void> {
  const probe = createServer();
  try {
    await listening(probe, place);
  } catch (error) {
    if (isErrno(error, 'EADDRINUSE')) throw new Error(`Port ${place.port} is taken by another program; set ${variable} to a free one.`, { cause: error });
    throw error;
  }
  await new Promise((resolve) => probe.close(resolve));
}

/**
 * Has all servers take connections of one port, where the system can share it, else the first alone. Of each, Node takes one connection in a turn of its event loop (libuv's `uv__server_io`), and the system holds so many that wait: with one,
 * a site that comes at once after a power cut would in part be hung up on.
 */
export async function listenTogether(servers: readonly Server[], { port, host }: Place): Promise<void> {
  const [first, ...others] = servers;
  if (!first) return;
  try {
    await listening(first, { port, host, backlog: BACKLOG, reusePort: true });
  } catch (error) {
    if (!isErrno(error, 'ENOTSUP', 'EINVAL', 'ENOPROTOOPT')) throw error;
    return listening(first, { port, host, backlog: BACKLOG });
  }
  for (const other of others) await listening(other, { port, host, backlog: BACKLOG, reusePort: true });
}

const isErrno = (error: unknown, ...codes: readonly string[]): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && codes.includes(String(error.code));

function listening(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
