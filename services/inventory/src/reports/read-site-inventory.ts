import { Inject, Injectable } from '@nestjs/common';
import { type Caller, notFound } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type RowSets, writeCsv } from '@ringfleet/spreadsheets';
import { Directory } from '@ringfleet/tenants';
import { buffer } from 'node:stream/consumers';
import { showMac } from '../devices/mac-address.js';

export interface SiteInventory {
  /** Of the site. */
  readonly name: string;
  /** A csv file. */
  readonly content: Buffer;
}

interface DeviceRow {
  readonly mac: string | null;
  readonly model: string | null;
  readonly free: number;
}

const HEADER = ['MAC address', 'Device type', 'Available lines', 'Site'];
const DEVICES = `
select d.mac, m.vendor || ' ' || m.name as model, d.total_ports - d.used_ports as free
from devices d left join models m on m.id = d.model_id where d.site_id = $1 order by d.name_key`;

/** The devices at a site as a file (EXP-03). */
@Injectable()
export class ReadSiteInventory {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  /** Throws `Refused` 404. */
  async execute({ scope }: Caller, id: string): Promise<SiteInventory> {
    await this.directory.askTenantIfUnknown(id);
    const [site] = await this.database.transaction(scope, (tx) =>
      tx.query<{ name: string }>(`select name from tenants where id = $1 and kind = 'site' and deleted_at is null`, [id]),
    );
    if (!site) throw notFound('site');
    const devices = this.database.rows<DeviceRow>(scope, { sql: DEVICES, params: [id] });
    return { name: site.name, content: await buffer(writeCsv(rowsOf(devices, site.name))) };
  }
}

async function* rowsOf(sets: AsyncIterable<readonly DeviceRow[]>, site: string): RowSets {
  yield [HEADER];
  for await (const devices of sets) yield devices.map(({ mac, model, free }) => [mac === null ? '' : showMac(mac), model ?? '', String(free), site]);
}
