import { Inject, Injectable } from '@nestjs/common';
import { newId, Refused, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { LEASE, LeaseLost, type Ports, PORTS } from '@ringfleet/service-kit';
import { type ReportLimits, settingsOf } from '../settings.js';
import type { Place } from './find-place.js';
import { decideTurn, decideWaiting, type OpenReport, type ReportQuestion, type Turn } from './report-turn.js';

const ONE_AT_A_TIME = 7_264_203; // any number that is the same in every instance

/** A report as a file. */
export interface ReportFile {
  /** Of the report that it was made for. */
  readonly id: string;
  /** Csv, compressed with gzip. */
  readonly content: Buffer;
  readonly ageSeconds: number;
}

export type Given = { readonly id: string; readonly kind: 'make' | 'wait' } | { readonly id: string; readonly kind: 'take'; readonly file: ReportFile };

interface Row extends OpenReport {
  /** It is kept for who waits for its file, and counts no more. */
  readonly isOver: boolean;
}

/** Who makes a report and who waits: kept in the database, so that the limits hold for all instances together (EXP-05). What a process held that was killed is free after a lease. */
@Injectable()
export class ReportTurns {
  private readonly limits: ReportLimits;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.limits = settingsOf(ports.settings).reports;
  }

  /** Throws `Refused` 429 `report_under_way`, `too_many_reports`. */
  ask(asked: ReportQuestion): Promise<Given> {
    return this.inTurn(async (tx, rows, now) => {
      const turn = decideTurn(
        rows.filter(({ isOver }) => !isOver),
        asked,
        this.limits,
        now,
      );
      if (turn.kind === 'refuse') throw refusalOf(turn);
      if (turn.kind === 'take') return { id: turn.id, kind: 'take', file: await fileOf(tx, turn.id) };
      const id = newId();
      const follows = turn.kind === 'follow' ? turn.id : null;
      await tx.query(ENTER, [id, asked.session, asked.customerId, asked.question, asked.seenAs, turn.kind === 'make', follows]);
      return { id, kind: turn.kind === 'make' ? 'make' : 'wait' };
    });
  }

  /** Of one that waits: whether it is its turn by now, or the file that it waits for is there. Throws `LeaseLost`. */
  look(id: string): Promise<Given> {
    return this.inTurn(async (tx, rows) => {
      const waiting = rows.find((row) => row.id === id);
      if (!waiting) throw new LeaseLost();
      const open = rows.filter((row) => !row.isOver || row.id === waiting.follows);
      const turn = decideWaiting(open, waiting, this.limits);
      if (turn.kind === 'take') {
        const file = await fileOf(tx, turn.id);
        await tx.query('delete from line_states_reports where id = $1', [id]);
        return { id, kind: 'take', file };
      }
      const follows = turn.kind === 'follow' ? turn.id : null;
      await tx.query(STAY, [id, turn.kind === 'make', follows]);
      return { id, kind: turn.kind === 'make' ? 'make' : 'wait' };
    });
  }

  /** False where the lease is lost. */
  async renew(id: string): Promise<boolean> {
    const rows = await this.database.transaction(SYSTEM, (tx) =>
      tx.query(`update line_states_reports set lease_until = ${UNTIL} where id = $1 returning id`, [id]),
    );
    return rows.length > 0;
  }

  /** Keeps the file for who asks the same in a moment, or waits for it already. Throws `LeaseLost`. */
  async finish(id: string, { customerId, siteId }: Place, content: Buffer): Promise<void> {
    const rows = await this.database.transaction(SYSTEM, (tx) => tx.query(FINISH, [id, content, customerId, siteId]));
    if (rows.length === 0) throw new LeaseLost();
  }

  /** It is not made, or its asker went away: its place is another's. */
  async leave(id: string): Promise<void> {
    await this.database.transaction(SYSTEM, (tx) => tx.query('delete from line_states_reports where id = $1', [id]));
  }

  /** Removes what nobody waits for any more. */
  async forget(): Promise<void> {
    await this.inTurn(() => Promise.resolve());
  }

  private inTurn<T>(work: (tx: Tx, rows: readonly Row[], now: Date) => Promise<T>): Promise<T> {
    return this.database.transaction(SYSTEM, async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [ONE_AT_A_TIME]);
      await tx.query(FORGET, [this.limits.apartSeconds]);
      const [clock] = await tx.query<{ now: Date }>('select clock_timestamp() as now');
      return work(tx, await tx.query<Row>(ROWS, [this.limits.apartSeconds]), clock?.now ?? new Date());
    });
  }
}

async function fileOf(tx: Tx, id: string): Promise<ReportFile> {
  const [row] = await tx.query<Omit<ReportFile, 'id'>>(
    `select content, extract(epoch from clock_timestamp() - made_at)::integer as "ageSeconds" from line_states_reports where id = $1`,
    [id],
  );
  if (!row) throw new LeaseLost();
  return { id, ...row };
}

function refusalOf({ code, retryAfterSeconds }: Extract<Turn, { kind: 'refuse' }>): Refused {
  const why =
    code === 'report_under_way'
      ? 'One report of this session or customer is being made and another waits: one at a time.'
      : 'As many reports are being made and wait as may.';
  return new Refused(429, code, `${why} Ask again in ${retryAfterSeconds} s.`, { retryAfterSeconds });
}

// The lock is waited for: the time counts at which it was given.
const UNTIL = `clock_timestamp() + ${LEASE}`;
const IS_OVER = `state = 'made' and started_at + make_interval(secs => $1) <= clock_timestamp()`;
const FORGET = `
delete from line_states_reports r where (state <> 'made' and lease_until < clock_timestamp())
  or (${IS_OVER} and not exists (select from line_states_reports other where other.follows = r.id and other.lease_until >= clock_timestamp()))`;
const ROWS = `
select id, session, customer_id as "customerId", question, seen_as as "seenAs", state, follows, started_at as "startedAt", same_for_all as "isSameForAll", ${IS_OVER} as "isOver"
from line_states_reports order by number`;
const ENTER = `
insert into line_states_reports (id, session, customer_id, question, seen_as, state, started_at, follows, lease_until)
values ($1, $2, $3, $4, $5, case when $6 then 'making' else 'waiting' end, case when $6 then clock_timestamp() end, $7, ${UNTIL})`;
const STAY = `
update line_states_reports set state = case when $2 then 'making' else 'waiting' end, started_at = case when $2 then clock_timestamp() end, follows = $3, lease_until = ${UNTIL}
where id = $1`;
const FINISH = `
update line_states_reports set state = 'made', made_at = clock_timestamp(), content = $2, same_for_all = not exists (
  select from devices d join device_statuses s on s.device_id = d.id
  where d.customer_id = $3 and ($4::uuid is null or d.site_id = $4) and d.deleted_at is null and s.registered_at < date_trunc('second', d.held_since))
where id = $1 and state = 'making' returning id`;
