import type { Socket } from 'node:net';

export interface Patience {
  readonly most: number;
  /** Each may wait so many turns, however many there are: what it has sent may just not have been read, the more so where much comes at once. */
  readonly turns: number;
  /** At least; a turn ends when the process has time to see to it, and so has read meanwhile. */
  readonly turnMs: number;
}

/** Connections that are waited for: nothing whole has come over them yet. Where there are too many, those that have waited longest are cut. */
export class WaitingConnections {
  /** In the order in which they began to wait. */
  private readonly since = new Map<Socket, number>();
  private turn = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly patience: Patience) {
    this.timer = setInterval(() => this.endTurn(), patience.turnMs).unref();
  }

  enter(socket: Socket): void {
    this.since.delete(socket);
    this.since.set(socket, this.turn);
  }

  leave(socket: Socket): void {
    this.since.delete(socket);
  }

  close(): void {
    clearInterval(this.timer);
  }

  private endTurn(): void {
    this.turn++;
    for (const [socket, began] of this.since) {
      if (this.since.size <= this.patience.most || this.turn - began <= this.patience.turns) return;
      this.since.delete(socket);
      socket.destroy();
    }
  }
}
