import type { Logger } from '@ringfleet/observability';
import type { Pool } from 'pg';
import type { SubscriptionOptions } from '../event-log.js';
import type { Membership, Position } from '../lasting-subscription.js';
import { Session } from '../session.js';
import { GroupMember } from './group-member.js';

export interface PostgresParts {
  readonly pool: Pool;
  readonly databaseUrl: string;
  readonly log: Logger;
}

/** Over a session of its own at a time: after a restart of PostgreSQL the next one goes on. */
export const postgresMembership = ({ pool, databaseUrl, log }: PostgresParts, options: SubscriptionOptions): Membership => ({
  async attend(signal, moved) {
    const session = await Session.open(databaseUrl);
    try {
      await new GroupMember({ session, options, log, moved }).run(signal);
    } finally {
      await session.close();
    }
  },
  positions: (topics) => positionsOf(pool, options.group, topics),
  lookEveryMs: 250,
});

async function positionsOf(pool: Pool, group: string, topics: readonly string[]): Promise<Position[]> {
  const { rows } = await pool.query<{ id: string; next: string; end: string }>(
    `select p.topic || '/' || p.partition as id, coalesce(g.next_offset, 0) as next, p.next_offset as "end" from partitions p
     left join places g on g.group_name = $1 and g.topic = p.topic and g.partition = p.partition where p.topic = any($2)`,
    [group, topics],
  );
  return rows.map(({ id, next, end }) => ({ id, next: BigInt(next), end: BigInt(end) }));
}
