import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_RESELLER } from '@ringfleet/persistence';

const OF_TENANT = { reseller: `reseller_id = ${SCOPE_RESELLER}`, customer: `customer_id = ${SCOPE_CUSTOMER}` };
// What is kept of an import is its uploader's, as the import itself is (IMP-11): the scope of the transaction that writes it says whose.
const OWNER = `
  reseller_id uuid default nullif(current_setting('rf.reseller', true), '')::uuid,
  customer_id uuid default nullif(current_setting('rf.customer', true), '')::uuid`;

/** SQL of what a service keeps of the imports whose rows it applies: whose turn it is in each, and what it answered. */
export const importTables = (): string => `
create table import_progress (
  import_id uuid primary key,
  next_chunk integer not null,
  -- By which judgement the last chunk was applied: one that was judged while that was being written rests on it.
  judgement uuid,${OWNER}
);
${rowLevelSecurity('import_progress', OF_TENANT)}
create table import_answers (
  import_id uuid not null,
  chunk integer not null,
  answer bytea not null,
  at timestamptz not null default now(),${OWNER},
  primary key (import_id, chunk)
);
${rowLevelSecurity('import_answers', OF_TENANT)}
${turns()}`;

// For transactions that are sent at one go: what must be so there, or nothing of them is.
const turns = (): string => `
create function take_turn(import uuid, chunk integer, premise uuid) returns void language plpgsql set search_path = public, pg_temp as $$
declare turn import_progress;
begin
  insert into import_progress as p (import_id, next_chunk) values (import, 0)
    on conflict (import_id) do update set next_chunk = p.next_chunk returning * into turn;
  if turn.next_chunk <> chunk or turn.judgement is distinct from coalesce(premise, turn.judgement) then
    raise exception using errcode = 'RF001', message = format('chunk %s of import %s does not come next', chunk, import);
  end if;
end $$;
create function must_be(actual bigint, wanted bigint) returns void language plpgsql set search_path = public, pg_temp as $$
begin
  if actual <> wanted then
    raise exception using errcode = 'RF002', message = format('%s of %s records are still as they were read', actual, wanted);
  end if;
end $$;
revoke all on function take_turn(uuid, integer, uuid), must_be(bigint, bigint) from public;`;
