/** Tables of the log: partitions with their next offset, record batches, the places of groups, and the newest producer of each name. */
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
  -- Up to here a state topic is compacted.
  compacted_to bigint not null default 0,
  primary key (topic, partition)
);
-- One row per topic, partition and append: records [base_offset, last_offset], packed. Offsets that compaction removed are in the offsets array no more.
create table if not exists batches (
  topic text not null,
  partition integer not null,
  base_offset bigint not null,
  last_offset bigint not null,
  records bytea not null,
  -- Offsets of the records where compaction left gaps; null: all of the range.
  offsets bigint[],
  appended_at timestamptz not null default clock_timestamp(),
  primary key (topic, partition, base_offset)
);
create table if not exists group_offsets (
  group_name text not null,
  topic text not null,
  partition integer not null,
  next_offset bigint not null,
  primary key (group_name, topic, partition)
);
create table if not exists producers (
  name text primary key,
  leader bigint not null
);`;

/** Advisory lock under which the schema is made. */
export const SCHEMA_LOCK = 7_265_001;
/** Class of the advisory locks by which subscriptions own partitions; the second key is a hash of group, topic and partition. */
export const OWNER_LOCK_CLASS = 7_265;
/** Channel on which appends are told. */
export const APPENDED = 'rf_log_appended';
