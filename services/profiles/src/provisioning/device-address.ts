import { Inject, Injectable } from '@nestjs/common';
import { type Caller, isId, notFound, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { newKey, openKey } from './provisioning-key.js';
import { type ProvisioningSettings, settingsOf } from './settings.js';

/** Where a device gets its configuration from (PRV-04). */
export interface AddressView {
  readonly deviceId: string;
  /** One for each way phones reach us, such as https and http; the name of a file follows. */
  readonly urls: readonly string[];
  readonly madeAt: string;
  /** Until when the address before serves too; null where there is none. */
  readonly previousUntil: string | null;
}

/** Shows the address of a device, and gives it another. */
@Injectable()
export class DeviceAddress {
  private readonly settings: ProvisioningSettings;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {
    this.settings = settingsOf(ports.settings, ports.publicUrl);
  }

  /** Throws `Refused` 404. */
  show(caller: Caller, id: string): Promise<AddressView> {
    return this.database.transaction(caller.scope, (tx) => this.view(tx, id));
  }

  /** Those of the devices that the caller sees, in no order. */
  list(caller: Caller, ids: readonly string[]): Promise<AddressView[]> {
    return this.database.transaction(caller.scope, async (tx) => (await tx.query<Row>(KEYS, [ids, this.ports.clock()])).map((row) => this.viewOf(row)));
  }

  /**
   * Gives the device another address; the old one serves for some time yet, so that the phone can be told.
   * @param immediately the old one ends now: a stranger knows it
   * Throws `Refused` 404; 409 `rotation_running` where the phone may know no address but the one before: a request that comes twice changes nothing.
   */
  rotate(caller: Caller, id: string, immediately: boolean): Promise<AddressView> {
    const now = this.ports.clock();
    return this.database.transaction(caller.scope, async (tx) => {
      const before = await this.view(tx, id, 'for update of k');
      if (before.previousUntil !== null && !immediately) throw rotationRunning(before.previousUntil);
      const { hash, sealed } = newKey(id, this.ports.sealer);
      const previousUntil = immediately ? null : new Date(now.getTime() + this.settings.overlapMs);
      await tx.query(ROTATE, [id, hash, sealed, now, previousUntil]);
      return this.view(tx, id);
    });
  }

  private async view(tx: Tx, id: string, lock = ''): Promise<AddressView> {
    const [row] = isId(id) ? await tx.query<Row>(`${KEYS} ${lock}`, [[id], this.ports.clock()]) : [];
    if (!row) throw notFound('device');
    return this.viewOf(row);
  }

  private viewOf(row: Row): AddressView {
    const key = openKey(row.deviceId, row.sealed, this.ports.sealer);
    return {
      deviceId: row.deviceId,
      urls: this.settings.urls.map((url) => `${url}/p/${key}/`),
      madeAt: row.madeAt.toISOString(),
      previousUntil: row.previousUntil?.toISOString() ?? null,
    };
  }
}

const rotationRunning = (until: string): Refused =>
  new Refused(409, 'rotation_running', `The address before serves until ${until}; change it again after that, or end it with immediately: true.`);

interface Row {
  readonly deviceId: string;
  readonly sealed: Buffer;
  readonly madeAt: Date;
  readonly previousUntil: Date | null;
}

const KEYS = `
select k.device_id as "deviceId", k.sealed, k.made_at as "madeAt", case when k.previous_until > $2 then k.previous_until end as "previousUntil"
from provisioning_keys k join devices d on d.id = k.device_id where k.device_id = any($1::uuid[]) and d.deleted_at is null`;

const ROTATE = `
update provisioning_keys set previous_hash = case when $5::timestamptz is not null then hash end, previous_until = $5, hash = $2, sealed = $3, made_at = $4
where device_id = $1`;
