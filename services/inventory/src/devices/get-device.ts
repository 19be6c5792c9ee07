import { type Caller, type Clock, isId, notFound } from '@ringfleet/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { momentOf } from './as-of.js';
import { Conditions } from './conditions.js';
import { DEVICE_FIELDS, DEVICES_JOINED, NAME_FIELDS, NAMES_JOINED } from './device-columns.js';
import { devicesAsOf } from './device-source.js';
import { type DeviceView, deviceViews, type JoinedDeviceRow } from './device-view.js';
import { waitForWriting } from './writing.js';

/** One device, as far as the caller may see it, as it is or as it was at a moment (INV-14); else 404 (DIR-03). */
@Injectable()
export class GetDevice {
  private readonly clock: Clock;

  constructor(
    @Inject(PORTS) ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.clock = ports.clock;
  }

  execute(caller: Caller, id: string, asOf?: string): Promise<DeviceView> {
    const moment = asOf === undefined ? undefined : momentOf(asOf, this.clock());
    return this.database.transaction(caller.scope, (tx) => (moment ? viewAsOf(tx, caller, id, moment) : viewOfDevice(tx, id)));
  }
}

/** Throws `Refused` 404 where the scope of the transaction sees no such device. */
export async function viewOfDevice(tx: Tx, id: string): Promise<DeviceView> {
  const [row] = isId(id) ? await tx.query<JoinedDeviceRow>(`select ${DEVICE_FIELDS} from ${DEVICES_JOINED} where d.id = $1`, [id]) : [];
  return viewOrNotFound(tx, row);
}

async function viewAsOf(tx: Tx, { scope }: Caller, id: string, moment: Date): Promise<DeviceView> {
  if (!isId(id)) throw notFound('device');
  await waitForWriting(tx, moment);
  const sql = new Conditions();
  const { from, whole } = devicesAsOf(scope, moment, sql);
  sql.add(`d.id = ${sql.bind(id)}`);
  const [row] = await tx.query<JoinedDeviceRow>(
    `select d.*, ${NAME_FIELDS} from (select d.id, d.version from ${from} ${sql.where()}) page ${whole} ${NAMES_JOINED}`,
    sql.params,
  );
  return viewOrNotFound(tx, row);
}

async function viewOrNotFound(tx: Tx, row: JoinedDeviceRow | undefined): Promise<DeviceView> {
  const [view] = row ? await deviceViews(tx, [row]) : [];
  if (!view) throw notFound('device');
  return view;
}
