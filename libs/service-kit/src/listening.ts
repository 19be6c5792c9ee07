import { createServer, type ListenOptions, type Server } from 'node:net';

/** Connections that the system holds for each listener until they are taken, where it allows so many (Linux: net.core.somaxconn, 4,096). */
const BACKLOG = 65_535;

/**
 * Has all servers take connections of one port, where the system can share it, else the first alone. Of each, Node takes one connection in a turn of its event loop (libuv's `uv__server_io`), and the system holds so many that wait: with one,
 * a site that comes at once after a power cut would in part be hung up on. Throws `EADDRINUSE` where another program has the port.
 */
export async function listenTogether(servers: readonly Server[], { port, host }: { readonly port: number; readonly host: string }): Promise<void> {
  // Those that share a port would not be told that another program of ours has it too.
  const probe = createServer();
  await listening(probe, { port, host });
  await new Promise((resolve) => probe.close(resolve));
  const [first, ...others] = servers;
  if (!first) return;
  try {
    await listening(first, { port, host, backlog: BACKLOG, reusePort: true });
  } catch (error) {
    if (!isUnable(error)) throw error;
    return listening(first, { port, host, backlog: BACKLOG });
  }
  for (const other of others) await listening(other, { port, host, backlog: BACKLOG, reusePort: true });
}

const isUnable = (error: unknown): boolean => error instanceof Error && 'code' in error && ['ENOTSUP', 'EINVAL', 'ENOPROTOOPT'].includes(String(error.code));

function listening(server: Server, options: ListenOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
