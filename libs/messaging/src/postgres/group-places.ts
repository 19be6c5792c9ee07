import type { Session } from '../session.js';
import { MEMBER_CLASS, OWNER_CLASS, REGROUPED } from './schema.js';

/** A partition as a group sees it. */
export interface Place {
  readonly id: number;
  readonly topic: string;
  readonly partition: number;
  /** How many partitions of the topic are this member's share, of which all members' shares together are all. */
  readonly share: number;
}

/** How far the group is in a partition, and the partition's end: both are the next offset. */
export interface Progress {
  readonly id: number;
  readonly next: bigint;
  readonly end: bigint;
}

/**
 * The places of a group and who owns them, seen from one member's session. A member is who holds the shared lock of a topic's first place, an owner who holds
 * the lock of a place: both end with the session, so nothing is left to expire when a process dies.
 */
export class GroupPlaces {
  constructor(
    private readonly session: Session,
    private readonly group: string,
    private readonly topics: readonly string[],
  ) {}

  /** Makes the places that are missing and becomes a member. */
  async join(): Promise<void> {
    await this.session.query(
      `insert into places (group_name, topic, partition) select $1, p.topic, p.partition from partitions p where p.topic = any($2)
       and not exists (select from places g where g.group_name = $1 and g.topic = p.topic and g.partition = p.partition)
       order by p.topic, p.partition on conflict do nothing`,
      [this.group, this.topics],
    );
    await this.session.query(`select pg_advisory_lock_shared(${MEMBER_CLASS}, min(id)) from places where group_name = $1 and topic = any($2) group by topic`, [
      this.group,
      this.topics,
    ]);
    await this.tellMembers();
  }

  /** Gives back all that is owned, so that other members go on at once. */
  async leave(): Promise<void> {
    await this.session.query('select pg_advisory_unlock_all()');
    await this.tellMembers();
  }

  /** The group's places. The members of a topic, in the order of their backends' process ids, have shares that differ by one at most. */
  async list(): Promise<Place[]> {
    return this.session.query<{ id: number; topic: string; partition: number; share: number }>(
      `with mine as (select id, topic, partition, min(id) over (partition by topic) as topic_id, (count(*) over (partition by topic))::integer as partitions
         from places where group_name = $1 and topic = any($2)),
       member as (select objid::bigint as topic_id, count(*)::integer as members, (count(*) filter (where pid < pg_backend_pid()))::integer as rank from pg_locks
         where locktype = 'advisory' and classid = ${MEMBER_CLASS} and objsubid = 2 and granted and database = (select oid from pg_database where datname = current_database()) group by 1)
       select id, topic, partition, partitions / members + (rank < partitions % members)::integer as share from mine join member using (topic_id) order by topic, partition`,
      [this.group, this.topics],
    );
  }

  /** Owns up to `count` of the places that nobody owns; returns which. */
  async own(ids: readonly number[], count: number): Promise<number[]> {
    // A filter that is not sorted is tried row by row, and no further than the limit.
    const rows = await this.session.query<{ id: number }>(
      `select id from unnest($1::integer[]) as id where pg_try_advisory_lock(${OWNER_CLASS}, id) limit $2`,
      [ids, count],
    );
    return rows.map(({ id }) => id);
  }

  async release(ids: readonly number[]): Promise<void> {
    await this.session.query(`select pg_advisory_unlock(${OWNER_CLASS}, id) from unnest($1::integer[]) as id`, [ids]);
    await this.tellMembers();
  }

  async progress(ids: readonly number[]): Promise<Progress[]> {
    const rows = await this.session.query<{ id: number; next: string; end: string }>(
      'select g.id, g.next_offset as next, p.next_offset as "end" from places g join partitions p using (topic, partition) where g.id = any($1)',
      [ids],
    );
    return rows.map(({ id, next, end }) => ({ id, next: BigInt(next), end: BigInt(end) }));
  }

  /** Never backwards: who lost a place without knowing may come late. */
  async moveOn(id: number, next: bigint): Promise<void> {
    await this.session.query('update places set next_offset = greatest(next_offset, $2) where id = $1', [id, next]);
  }

  private async tellMembers(): Promise<void> {
    await this.session.query('select pg_notify($1, $2)', [REGROUPED, this.group]);
  }
}
