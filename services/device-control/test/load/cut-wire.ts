import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server of TCP that can be cut. */
export class CutWire {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly to: { readonly host: string; readonly port: number },
  ) {
    server.on('connection', (socket) => this.join(socket));
  }

  /** @param address host:port */
  static async to(address: string): Promise<CutWire> {
    const [host = '', port] = address.split(':');
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new CutWire(server, { host, port: Number(port) });
  }

  get address(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What is under way is lost; who connects again gets through. */
  cut(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    return Promise.resolve();
  }

  async close(): Promise<void> {
    await this.cut();
    this.server.close();
  }

  private join(near: Socket): void {
    const far = connect(this.to);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        this.sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
