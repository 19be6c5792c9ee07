import { Inject, Injectable } from '@nestjs/common';
import { nameKey, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import type { Binding, RegistrarEvent } from '../registrar/registrar.js';
import { hostOf } from '../registrar/kamailio/messages.js';
import { RefreshStatuses } from '../statuses/refresh-statuses.js';

/** Writes what happened at a registrar, in its order, with what that makes of the devices; all of it or nothing, and as often as it comes. */
@Injectable()
export class KeepBindings {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RefreshStatuses) private readonly refresh: RefreshStatuses,
  ) {}

  async execute(registrar: string, events: readonly RegistrarEvent[]): Promise<void> {
    await this.database.transaction(SYSTEM, async (tx) => {
      const touched: Touched[] = [];
      for (const part of inOrder(events)) touched.push(...(await writePart(tx, registrar, part)));
      await this.refresh.ofBindings(tx, touched);
    });
  }
}

/** What a binding was, or is now, known by. */
export interface Touched {
  readonly aor_key: string;
  readonly mac: string | null;
}

/** Events that can be written at once: of an address of record all there is, and what ran out. */
interface Part {
  readonly aors: ReadonlyMap<string, readonly Binding[]>;
  readonly expired: readonly string[];
  /** Every binding of the registrar is in `aors`. */
  readonly isWhole: boolean;
}

/** Of an address of record the last word counts, but for hardware that an earlier one named; an end that comes after it is written after it. */
function inOrder(events: readonly RegistrarEvent[]): readonly Part[] {
  const parts: { aors: Map<string, readonly Binding[]>; expired: string[]; isWhole: boolean }[] = [];
  for (const event of events) {
    if (event.kind === 'notified') continue;
    if (event.kind === 'snapshot') {
      parts.push({ aors: new Map(Map.groupBy(event.bindings, ({ aor }) => aor)), expired: [], isWhole: true });
      continue;
    }
    const last = parts.at(-1);
    const fits = last !== undefined && !last.isWhole && (event.kind === 'expired' || last.expired.length === 0);
    const part = fits ? last : { aors: new Map<string, readonly Binding[]>(), expired: [], isWhole: false };
    if (!fits) parts.push(part);
    if (event.kind === 'expired') part.expired.push(event.ruid);
    else part.aors.set(event.aor, withKnownHardware(event.bindings, part.aors.get(event.aor) ?? []));
  }
  return parts;
}

/** A registration names its own phone's hardware, and not that of the others of its address of record. */
const withKnownHardware = (bindings: readonly Binding[], before: readonly Binding[]): readonly Binding[] =>
  bindings.map((binding) => (binding.mac === null ? { ...binding, mac: before.find(({ ruid }) => ruid === binding.ruid)?.mac ?? null } : binding));

async function writePart(tx: Tx, registrar: string, { aors, expired, isWhole }: Part): Promise<Touched[]> {
  const rows = [...aors.values()].flat().map((binding) => rowOf(registrar, binding));
  const kept = rows.map(({ ruid }) => ruid);
  const written = await tx.query<Touched>(UPSERT, [JSON.stringify(rows)]);
  const ended = isWhole
    ? await tx.query<Touched>(`${END} 'lost' where registrar = $1 and ended_at is null and ruid <> all($2::text[]) ${TOUCHED}`, [registrar, kept])
    : await tx.query<Touched>(
        `${END} 'unregistered' where registrar = $1 and aor = any($2::text[]) and ended_at is null and ruid <> all($3::text[]) ${TOUCHED}`,
        [registrar, [...aors.keys()], kept],
      );
  const ranOut = await tx.query<Touched>(`${END} 'expired' where registrar = $1 and ruid = any($2::text[]) and ended_at is null ${TOUCHED}`, [
    registrar,
    expired,
  ]);
  return [...written, ...ended, ...ranOut];
}

const rowOf = (registrar: string, { expiresAt, registeredAt, remoteIp, registeredIp, userAgent, ...binding }: Binding) => ({
  registrar,
  aor: binding.aor,
  address: binding.address,
  ruid: binding.ruid,
  aor_key: nameKey(binding.aor),
  mac: binding.mac,
  user_agent: userAgent,
  remote_ip: remoteIp,
  host_ip: hostOf(binding.address),
  registered_ip: registeredIp,
  call_id: binding.callId,
  registered_at: registeredAt,
  expires_at: expiresAt,
});

const COLUMNS = 'registrar, aor, address, ruid, aor_key, mac, user_agent, remote_ip, host_ip, registered_ip, call_id, registered_at, expires_at';
const TOUCHED = 'returning aor_key, mac';
const END = 'update bindings set ended_at = now(), ending =';

const SAID = 'kept.ruid, kept.call_id, kept.user_agent, kept.remote_ip, kept.registered_ip, kept.registered_at';

// What a dump only says again is not written again. Only a dump and the phone's own registration say which hardware it is: what was known of the same binding stays.
const UPSERT = `
insert into bindings as kept (${COLUMNS})
select distinct on (registrar, aor, address) ${COLUMNS} from jsonb_populate_recordset(null::bindings, $1::jsonb) order by registrar, aor, address, registered_at desc
on conflict (registrar, aor, address) do update set heard_at = clock_timestamp(), ended_at = null, ending = null, mac = coalesce(excluded.mac, case when kept.ruid = excluded.ruid then kept.mac end),
  ruid = excluded.ruid, user_agent = excluded.user_agent, remote_ip = excluded.remote_ip, host_ip = excluded.host_ip, registered_ip = excluded.registered_ip, call_id = excluded.call_id,
  registered_at = excluded.registered_at, expires_at = excluded.expires_at
where excluded.registered_at >= kept.registered_at and (kept.ended_at is not null or (kept.mac is null and excluded.mac is not null)
  or (${SAID}) is distinct from (${SAID.replaceAll('kept', 'excluded')}))
${TOUCHED}`;
