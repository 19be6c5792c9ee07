import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId, Refused, starterOf } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { OncePerKey, type Ports, PORTS } from '@ringfleet/service-kit';
import { type Registrar, REGISTRAR } from '../registrar/registrar.js';
import { type DeviceFilter, matchingDevices } from './matching-devices.js';
import { type Kind, OPERATION_FIELDS, type OperationRecord, operationView, type OperationView } from './operation.js';
import { publishOperationEvents, publishOutcomes } from './operation.events.js';
import { countsOf } from './read-operations.js';
import { RunOperations } from './run-operations.js';

export interface Start {
  readonly kind: Kind;
  /** Devices by their ids, or all that match a filter, with how many were shown to. */
  readonly select: { readonly ids: readonly string[] } | { readonly filter: DeviceFilter; readonly expectedCount: number };
  readonly waitSeconds: number;
}

/** How it was asked for. */
export interface Asked {
  readonly path: string;
  /** The Idempotency-Key header. */
  readonly key: string | undefined;
  /** What is answered where one of the devices is not seen. */
  readonly unseen: Refused;
}

interface Selected {
  readonly id: string;
  /** It is nobody's, and offered to all resellers. */
  readonly isOffered: boolean;
}

/** Takes an operation on: it is carried out in the background, each device in its turn (CTL-03). */
@Injectable()
export class StartOperation {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(REGISTRAR) private readonly registrar: Registrar | null,
    @Inject(RunOperations) private readonly running: RunOperations,
  ) {}

  /** Throws what `matchingDevices` does, `unseen`, `Refused` 403 where a device is nobody's, 409 `no_registrar`. */
  async execute(caller: Caller, { path, key, unseen }: Asked, start: Start): Promise<OperationView> {
    const view = await this.once.run({ caller, path, key, body: start }, (tx) => this.record(tx, caller, start, unseen));
    this.running.wake();
    return view;
  }

  private async record(tx: Tx, caller: Caller, { kind, select, waitSeconds }: Start, unseen: Refused): Promise<OperationView> {
    const wanted = 'ids' in select ? [...new Set(select.ids)] : await matchingDevices(tx, caller, select.filter, select.expectedCount);
    const found = await tx.query<Selected>(
      `select id, managed_by is null and customer_id is null as "isOffered" from devices where id = any($1::uuid[]) and deleted_at is null`,
      [wanted],
    );
    if (found.length < wanted.length) throw unseen;
    if (caller.scope.kind === 'reseller' && found.some(({ isOffered }) => isOffered))
      throw new Refused(403, 'not_permitted', 'A device that nobody holds is restarted by the provider; assign it to a customer of yours first.');
    if (this.registrar === null)
      throw new Refused(
        409,
        'no_registrar',
        'This installation has no registrar through which phones could be reached: name one in RINGFLEET_REGISTRAR_EVENTS.',
      );
    const id = newId();
    const now = this.ports.clock();
    const expires = new Date(now.getTime() + waitSeconds * 1_000);
    const values = [id, kind, ...Object.values(starterOf(caller)), wanted.length, now, expires];
    const [record] = await tx.query<OperationRecord>(INSERT, values);
    if (!record) throw new Error('An operation was not recorded.');
    await publishOperationEvents(tx, record, [{ case: 'accepted', value: { devices: wanted.length } }], now);
    const refused = await tx.query<{ deviceId: string }>(DEVICES, [id, wanted, wanted.map(() => newId()), kind, now]);
    const ended = refused.map(({ deviceId }) => ({ operationId: id, deviceId, outcome: 'refused' as const, code: null }));
    if (ended.length > 0) await publishOutcomes(tx, ended, now);
    return operationView(record, await countsOf(tx, id));
  }
}

const INSERT = `
insert into operations (id, kind, state, by_id, by_name, by_role, reseller_id, customer_id, devices, created_at, expires_at)
values ($1, $2, 'running', $3, $4, $5, $6, $7, $8, $9, $10) returning ${OPERATION_FIELDS}`;

// Which event a model understands is in its catalogue; where none is known nothing is guessed.
const DEVICES = `
with added as (
  insert into operation_devices (id, operation_id, device_id, name, site_id, outcome, ended_at)
  select wanted.row_id, $1, d.id, d.name, d.site_id, case when event.text is null then 'refused' else 'waiting' end, case when event.text is null then $5::timestamptz end
  from unnest($2::uuid[], $3::uuid[]) as wanted (device_id, row_id)
  join devices d on d.id = wanted.device_id
  left join models m on m.id = d.model_id
  cross join lateral (select case $4 when 'restart' then m.reboot_event else m.resync_event end as text) event
  returning device_id, outcome
)
select device_id as "deviceId" from added where outcome = 'refused'`;
