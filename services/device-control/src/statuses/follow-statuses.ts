import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { LiveStreams, type News } from '@ringfleet/service-kit';
import type { ServerResponse } from 'node:http';
import { type Registrar, REGISTRAR } from '../registrar/registrar.js';
import type { Status } from './status.js';

/** What a list shows of a device; null where there is no registrar to know it from. */
interface ShortStatus {
  readonly deviceId: string;
  readonly status: Status | null;
  readonly since: Date | null;
}

/** Streams the status of some devices: first of each, then as it changes (CTL-04), for as long as the caller sees the device. */
@Injectable()
export class FollowStatuses {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(LiveStreams) private readonly streams: LiveStreams,
    @Inject(REGISTRAR) private readonly registrar: Registrar | null,
  ) {}

  execute(caller: Caller, ids: readonly string[], response: ServerResponse): Promise<void> {
    return this.streams.follow({ caller, keys: ids, response }, async () => {
      const told = new Map<string, string>();
      return async (): Promise<News> => {
        const events = (await this.statusesOf(caller, ids)).flatMap((data) => {
          const text = JSON.stringify(data);
          if (told.get(data.deviceId) === text) return [];
          told.set(data.deviceId, text);
          return [{ event: 'status', id: data.deviceId, data }];
        });
        return { events, isAll: true };
      };
    });
  }

  private async statusesOf({ scope }: Caller, ids: readonly string[]): Promise<readonly ShortStatus[]> {
    const rows = await this.database.transaction(scope, (tx) => tx.query<ShortStatus>(STATUSES, [ids]));
    if (this.registrar === null) return rows.map(({ deviceId }) => ({ deviceId, status: null, since: null }));
    return rows.map((row) => ({ ...row, status: row.status ?? 'unregistered' }));
  }
}

const STATUSES = `
select d.id as "deviceId", s.status, s.since from devices d left join device_statuses s on s.device_id = d.id
where d.id = any($1::uuid[]) and d.deleted_at is null`;
