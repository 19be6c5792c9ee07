import type { Socket } from 'node:net';

/** Connections that are waited for: nothing whole has come over them yet. Where there are too many, those that have waited longest make room for those that come. */
export class WaitingConnections {
  /** In the order in which they began to wait. */
  private readonly since = new Map<Socket, number>();

  /** @param leastMs each may wait so long, however many there are: what it has sent may just not have been read */
  constructor(
    private readonly most: number,
    private readonly leastMs: number,
  ) {}

  enter(socket: Socket): void {
    this.since.delete(socket);
    this.since.set(socket, performance.now());
    this.makeRoom();
  }

  leave(socket: Socket): void {
    this.since.delete(socket);
  }

  private makeRoom(): void {
    for (const [socket, began] of this.since) {
      if (this.since.size <= this.most || performance.now() - began < this.leastMs) return;
      this.since.delete(socket);
      socket.destroy();
    }
  }
}
