import { Inject, Injectable } from '@nestjs/common';
import { type Caller, isId, newId, notFound, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { OncePerKey, type Ports, PORTS } from '@ringfleet/service-kit';
import { decideRemove } from '../access/decide-access.js';
import { viewOfDevice } from '../devices/get-device.js';
import { findDevice } from '../devices/write-request.js';
import { linesOf } from '../ports/load-lines.js';

/** What refers to a device, or the device to (INV-09). */
export interface DeviceReference {
  /** Of one that another system registered. */
  readonly id: string | null;
  readonly kind: 'port' | 'profile' | 'site' | 'customer' | 'external';
  readonly what: string;
  readonly link: string | null;
  readonly blocksDelete: boolean;
}

export interface NewReference {
  readonly what: string;
  readonly link?: string | null | undefined;
  readonly blocksDelete: boolean;
}

const EXTERNAL = `select id, 'external' as kind, what, link, blocks_delete as "blocksDelete" from device_references where device_id = $1 order by id`;
const INSERT = `insert into device_references (id, device_id, what, link, blocks_delete, by_id, by_name, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`;

@Injectable()
export class DeviceReferences {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(OncePerKey) private readonly once: OncePerKey,
  ) {}

  list({ scope }: Caller, id: string): Promise<{ items: DeviceReference[] }> {
    return this.database.transaction(scope, async (tx) => {
      const { profile, site, assignedTo } = await viewOfDevice(tx, id);
      const own = (kind: DeviceReference['kind'], what: string, blocksDelete = false): DeviceReference => ({ id: null, kind, what, link: null, blocksDelete });
      const lines = await linesOf(tx, await findDevice(tx, id));
      return {
        items: [
          ...lines.flatMap(({ port, account }) => (account ? [own('port', `Port ${port}: ${account.number}`, true)] : [])),
          ...(profile ? [own('profile', profile.name)] : []),
          ...(assignedTo ? [own('customer', assignedTo.name)] : []),
          ...(site ? [own('site', site.name)] : []),
          ...(await tx.query<DeviceReference>(EXTERNAL, [id])),
        ],
      };
    });
  }

  /** One that blocks needs the right to remove the device: nobody keeps another's phone. */
  register(caller: Caller, id: string, { what, link = null, blocksDelete }: NewReference, key: string | undefined): Promise<DeviceReference> {
    const body = { what, link, blocksDelete };
    return this.once.run({ caller, path: `/api/v1/devices/${id}/references`, key, body }, async (tx) => {
      const access = decideRemove(caller, await findDevice(tx, id));
      if (blocksDelete && !access.allowed) throw new Refused(403, 'not_permitted', access.reason);
      const reference = newId();
      await tx.query(INSERT, [reference, id, what, link, blocksDelete, caller.id, caller.name, this.ports.clock()]);
      return { id: reference, kind: 'external', ...body };
    });
  }

  /** By who registered it, or an administrator. */
  async withdraw(caller: Caller, id: string, reference: string): Promise<void> {
    const mine = caller.role === 'administrator' ? '' : 'and by_id = $3';
    const params = [id, reference, ...(mine === '' ? [] : [caller.id])];
    const gone = await this.database.transaction(caller.scope, async (tx) =>
      isId(reference) ? tx.query(`delete from device_references where device_id = $1 and id = $2 ${mine} returning id`, params) : [],
    );
    if (gone.length === 0) throw notFound('reference');
  }
}
