import { Migration } from '@mikro-orm/migrations';

const WRITING = 7_264_010; // any number that nothing else is locked by
const second = (moment: string): string => `floor(extract(epoch from ${moment} - timestamptz '2020-01-01'))::integer`;

export class Inventory0010AsOf extends Migration {
  override up(): void {
    this.addSql(writing());
  }
}

// INV-14. Rows carry the time at which they were judged, and are seen when they are committed. Until then their writer holds a lock by that time's second, shared with
// all others; who reads as of that second or later waits for it. A judgement that waited longer than a reader waits for writers to begin (5 s) must not be written any more.
const writing = (): string => `
create function begin_writing(at timestamptz, judged timestamptz) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  perform pg_advisory_xact_lock_shared(${WRITING}, ${second('at')});
  if clock_timestamp() > coalesce(judged, now()) + interval '4 seconds' then
    raise exception using errcode = 'RF002', message = 'judged too long ago';
  end if;
end $$;
create function wait_for_writing(until timestamptz) returns void language plpgsql set search_path = public, pg_temp as $$
declare written integer;
begin
  for written in
    select distinct objid::bigint::integer from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database()) and classid = ${WRITING}
      and objsubid = 2 and mode = 'ShareLock' and objid::bigint <= ${second('until')} order by 1
  loop
    perform pg_advisory_xact_lock(${WRITING}, written);
  end loop;
end $$;
revoke all on function begin_writing(timestamptz, timestamptz), wait_for_writing(timestamptz) from public;`;
