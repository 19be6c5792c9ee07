import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';

/** What device-control keeps of phones, read at once for all of them: asked of the API one by one, often enough to measure, they would be the load. */
export class KeptRegistrations {
  private constructor(private readonly database: Database) {}

  /** @param appUrl of device-control's database */
  static async of(appUrl: string): Promise<KeptRegistrations> {
    return new KeptRegistrations(await Database.open({ appUrl, entities: [], migrations: [], poolSize: 1 }));
  }

  /** Until when each registered device stays so, by its ID. */
  async ends(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.transaction(SYSTEM, (tx) => tx.query<{ id: string; ends: Date }>(ENDS));
    return new Map(rows.map(({ id, ends }) => [id, ends.getTime()]));
  }

  close(): Promise<void> {
    return this.database.close();
  }
}

const ENDS = `select device_id as id, expires_at as ends from device_statuses where status = 'registered'`;
