/** SQLSTATE by which `append_batches` says that a newer producer of the name exists. */
export const FENCED = 'RF001';
/** Channel on which appends are told; the payload is the topic. */
export const APPENDED = 'rf_log_appended';
/** Channel on which members of a group tell each other that they came, went or freed a partition; the payload is the group. */
export const REGROUPED = 'rf_log_regrouped';

/** Advisory lock under which the schema is made, and the one under which it is swept. */
export const SCHEMA_LOCK = 7_265_001;
export const SWEEP_LOCK = 7_265_002;
/** Classes of advisory locks. The second key is the id of a place: exclusive for who owns the partition; shared, on a topic's first place, for who is a member. */
export const OWNER_CLASS = 7_265_101;
export const MEMBER_CLASS = 7_265_102;

/** Tables of the log, and the one function that appends: a single round trip is a whole transaction. */
export const LOG_SCHEMA = `
create table if not exists topics (
  name text primary key,
  kind text not null,
  partitions integer not null,
  retention_ms bigint not null
);
create table if not exists partitions (
  topic text not null,
  partition integer not null,
  next_offset bigint not null default 0,
  -- Of a state topic: up to here it is compacted, and the oldest tombstone up to there.
  compacted_to bigint not null default 0,
  oldest_tombstone timestamptz,
  primary key (topic, partition)
) with (fillfactor = 50);
-- Records [base_offset, last_offset] of one append, packed (record-codec.ts).
create table if not exists batches (
  topic text not null,
  partition integer not null,
  base_offset bigint not null,
  last_offset bigint not null,
  count integer not null,
  -- The offsets of the records, where compaction left gaps; null: all of the range.
  offsets bigint[],
  appended_at timestamptz not null default clock_timestamp(),
  records bytea not null,
  primary key (topic, partition, last_offset)
);
alter table batches alter column records set storage external;
-- How far a group is in a partition.
create table if not exists places (
  id integer generated always as identity primary key,
  group_name text not null,
  topic text not null,
  partition integer not null,
  next_offset bigint not null default 0,
  unique (group_name, topic, partition)
) with (fillfactor = 50);
-- The newest producer of each name.
create table if not exists producers (
  name text primary key,
  leader bigint not null
);
-- Appends batch i: in_counts[i] records in in_sizes[i] bytes of in_packed. Callers name batches in one order of partitions, so that two appends never wait for each other
-- in a circle. The producer's row is held to the end: a newer producer waits for this append, or this append sees it.
create or replace function append_batches(in_producer text, in_leader bigint, in_topics text[], in_partitions integer[], in_counts integer[], in_sizes integer[], in_packed bytea)
returns void language plpgsql set search_path from current as $$
declare
  base bigint;
  at integer := 1;
begin
  perform 1 from producers p where p.name = in_producer and p.leader = in_leader for share;
  if not found then raise exception 'A newer producer % has taken over.', in_producer using errcode = '${FENCED}'; end if;
  for i in 1 .. cardinality(in_topics) loop
    update partitions p set next_offset = p.next_offset + in_counts[i] where p.topic = in_topics[i] and p.partition = in_partitions[i]
      returning p.next_offset - in_counts[i] into strict base;
    insert into batches (topic, partition, base_offset, last_offset, count, records)
      values (in_topics[i], in_partitions[i], base, base + in_counts[i] - 1, in_counts[i], substring(in_packed from at for in_sizes[i]));
    at := at + in_sizes[i];
  end loop;
  perform pg_notify('${APPENDED}', t.topic) from (select distinct unnest(in_topics) as topic) t;
end $$;`;
