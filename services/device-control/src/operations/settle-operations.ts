import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { RegistrarEvent } from '../registrar/registrar.js';
import { settingsOf } from '../settings.js';
import { IS_STARTERS, OPERATION_FIELDS, type OperationRecord, outcomeOf, sipCode } from './operation.js';
import { type Ended, publishOperationEvents, publishOutcomes } from './operation.events.js';
import { countsOf } from './read-operations.js';

const ONE_AT_A_TIME = 7_264_204; // any number that is the same in every instance
/** Longer than the registrar waits for a phone: its answer is lost then. */
const LOST_AFTER_SECONDS = 40;

/** Writes what became of the devices of operations, by the phones' answers, their registrations and the time. */
@Injectable()
export class SettleOperations {
  private readonly confirmWithin: number;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.confirmWithin = settingsOf(ports.settings).confirmWithinSeconds;
  }

  /** What phones answered. An answer that comes twice, or after the outcome was told otherwise, changes nothing. */
  async answered(events: readonly RegistrarEvent[]): Promise<void> {
    const answers = new Map(events.flatMap((event) => (event.kind === 'notified' ? [[event.id, event.code] as const] : [])));
    if (answers.size === 0) return;
    await this.database.transaction(SYSTEM, async (tx) => {
      const open = await tx.query<{ id: string; isSeen: boolean }>(SENDING, [[...answers.keys()]]);
      const rows = open.map(({ id, isSeen }) => {
        const code = answers.get(id) ?? 0;
        const { outcome, isLast } = outcomeOf(isSeen, code);
        return { id, outcome, is_last: isLast, code: sipCode(code) };
      });
      await this.tell(tx, await tx.query<Ended>(ANSWERED, [JSON.stringify(rows)]));
    });
  }

  /** Phones fetched their configuration: it counts for those that were told something before. As often as it is said. */
  async fetched(fetches: readonly { readonly id: string; readonly at: Date }[]): Promise<void> {
    if (fetches.length === 0) return;
    await this.database.transaction(SYSTEM, async (tx) => {
      // Most of the time nobody waits for any phone; then a whole site may come, and costs no more than this.
      const waited = await tx.query('select from operation_devices where ended_at is null limit 1');
      if (waited.length > 0) await tx.query(FETCHED, [JSON.stringify(fetches)]);
    });
  }

  /** From now on the pace counts: what was marked may have waited before it was sent. */
  async sent(ids: readonly string[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => tx.query('update operation_devices set sent_at = clock_timestamp() where id = any($1::uuid[])', [ids]));
  }

  /** The registrar was lost before it was told. */
  async notSent(ids: readonly string[]): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => tx.query(NOT_SENT, [ids]));
  }

  /** What has come to its end otherwise, and operations of which everything has; also where the registrar is away. False where no operation is under way. */
  execute(): Promise<boolean> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const open = await tx.query('select from operations where finished_at is null limit 1');
      if (open.length === 0) return false;
      const [turn] = await tx.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [ONE_AT_A_TIME]);
      if (!turn?.mine) return true;
      const confirmed = await tx.query<Ended>(CONFIRMED);
      const late = await tx.query<Ended>(LATE, [this.confirmWithin, LOST_AFTER_SECONDS]);
      await this.tell(tx, [...confirmed, ...late]);
      await this.finish(tx);
      return true;
    });
  }

  /** Devices became something else: those that are gone, or another's, are waited for no longer. */
  async ofDevices(tx: Tx, deviceIds: readonly string[]): Promise<void> {
    await this.tell(tx, await tx.query<Ended>(STRANGE, [deviceIds]));
  }

  private async tell(tx: Tx, ended: readonly Ended[]): Promise<void> {
    if (ended.length > 0) await publishOutcomes(tx, ended, this.ports.clock());
  }

  private async finish(tx: Tx): Promise<void> {
    const now = this.ports.clock();
    const finished = await tx.query<OperationRecord>(FINISH, [now]);
    for (const record of finished) {
      const counts = { ...(await countsOf(tx, record.id)) };
      await publishOperationEvents(tx, record, [{ case: 'finished', value: { counts, cancelled: record.state === 'cancelled' } }], now);
    }
  }
}

const RETURNING = `returning d.operation_id as "operationId", d.device_id as "deviceId", d.outcome, d.code`;

const SENDING = `
select d.id, o.kind = 'restart' or v.profile_id is not null as "isSeen"
from operation_devices d join operations o on o.id = d.operation_id left join devices v on v.id = d.device_id
where d.id::text = any($1::text[]) and d.outcome = 'sending' for update of d`;

// profiles and the database have clocks of their own: so much they may differ.
const CLOCKS_DIFFER = `interval '2 seconds'`;

const FETCHED = `
with fetches as (select id, max(at) as at from jsonb_to_recordset($1::jsonb) as f (id uuid, at timestamptz) group by id),
told as (
  select d.id, f.at from operation_devices d join fetches f on f.id = d.device_id
  where d.ended_at is null and d.outcome in ('sending', 'sent') and d.sent_at <= f.at + ${CLOCKS_DIFFER} order by d.id for update of d
)
update operation_devices d set fetched_at = told.at from told where d.id = told.id`;

// Who is not registered just now waits until it is; if the operation was cancelled meanwhile, no longer. One whose answer was lost has done it all the same if it has fetched its configuration.
const ANSWERED = `
with answers as (select * from jsonb_to_recordset($1::jsonb) as a (id uuid, outcome text, is_last boolean, code integer)),
written as (
  update operation_devices d set code = a.code, ended_at = case when a.is_last then now() end,
    outcome = case when a.outcome = 'timed_out' and d.fetched_at is not null then 'confirmed' else a.outcome end, not_before = case when a.outcome = 'waiting' then now() + interval '5 seconds' end
  from answers a where d.id = a.id ${RETURNING}, d.ended_at
)
select "operationId", "deviceId", outcome, code from written where ended_at is not null`;

const NOT_SENT = `update operation_devices set outcome = 'waiting', sent_at = null where id = any($1::uuid[]) and outcome = 'sending'`;

// It fetched its configuration; or the same phone registered again, as one that has just started does: with a Call-ID of its own. A phone that only refreshes keeps the one it has (RFC 3261, 10.2.4).
const CONFIRMED = `
update operation_devices d set outcome = 'confirmed', ended_at = now()
from operations o
where o.id = d.operation_id and o.finished_at is null and d.outcome in ('sending', 'sent') and d.ended_at is null
and ((d.outcome = 'sent' and d.fetched_at is not null) or (o.kind = 'restart' and exists (
  select from bindings b where b.aor = d.aor and b.call_id <> d.call_id and b.registered_at >= d.registered_at and b.ended_at is null
    and case when d.mac is null then b.mac is null and b.address = d.address else b.mac = d.mac end)))
${RETURNING}`;

const LATE = `
update operation_devices d set ended_at = now(), outcome = case
  when d.outcome = 'sending' and d.fetched_at is not null then 'confirmed' when d.outcome = 'sent' then 'no_effect' when d.outcome = 'sending' then 'timed_out' when o.state = 'running' then 'not_registered' else 'cancelled' end
from operations o
where o.id = d.operation_id and o.finished_at is null and d.ended_at is null and case d.outcome
  when 'sent' then d.sent_at < now() - make_interval(secs => $1)
  when 'sending' then d.sent_at < now() - make_interval(secs => $2)
  else o.expires_at < now() or o.state = 'cancelling' end
${RETURNING}`;

const STRANGE = `
update operation_devices d set ended_at = now(), outcome = 'cancelled' from operations o
where d.device_id = any($1::uuid[]) and d.ended_at is null and d.outcome = 'waiting' and o.id = d.operation_id
  and not exists (select from devices v where v.id = d.device_id and ${IS_STARTERS})
${RETURNING}`;

const FINISH = `
update operations o set finished_at = $1, state = case o.state when 'cancelling' then 'cancelled' else 'finished' end
where o.finished_at is null and not exists (select from operation_devices d where d.operation_id = o.id and d.ended_at is null)
returning ${OPERATION_FIELDS}`;
