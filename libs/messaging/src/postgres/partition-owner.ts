import { createHash } from 'node:crypto';
import { Client } from 'pg';
import { OWNER_LOCK_CLASS } from './schema.js';

/** The lock of a group's place in a partition. */
function lockKey(group: string, topic: string, partition: number): number {
  return createHash('sha1').update(`${group}\u0001${topic}\u0001${partition}`).digest().readInt32BE(0);
}

/**
 * Owns partitions for one subscription by session-level advisory locks on one connection of its own: when the process dies, they are free at once,
 * without a lease to wait for. When the connection is lost, so are all of them; `isHeld` tells.
 */
export class PartitionOwner {
  private client: Client | undefined;
  private generation = 0;
  private connecting: Promise<Client> | undefined;

  constructor(
    private readonly databaseUrl: string,
    private readonly group: string,
  ) {}

  /** A token of ownership, or undefined while another subscription of the group has the partition. */
  async tryOwn(topic: string, partition: number): Promise<number | undefined> {
    const client = this.client ?? (await (this.connecting ??= this.connect()));
    const { generation } = this;
    const { rows } = await client.query<{ owned: boolean }>('select pg_try_advisory_lock($1, $2) as owned', [OWNER_LOCK_CLASS, lockKey(this.group, topic, partition)]);
    return rows[0]?.owned === true && generation === this.generation ? generation : undefined;
  }

  isHeld(token: number): boolean {
    return token === this.generation && this.client !== undefined;
  }

  async close(): Promise<void> {
    await this.client?.end().catch(() => undefined);
  }

  private async connect(): Promise<Client> {
    const client = new Client({ connectionString: this.databaseUrl });
    const lost = (): void => {
      if (this.client === client) this.client = undefined;
      this.generation++;
    };
    client.on('error', lost);
    client.on('end', lost);
    try {
      await client.connect();
      this.client = client;
      return client;
    } finally {
      this.connecting = undefined;
    }
  }
}
