import { Inject, Injectable } from '@nestjs/common';
import { type Caller, isId, type Page } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';
import { DEVICE_FIELDS, DEVICES_JOINED } from '../devices/device-columns.js';
import { type DeviceView, deviceViews, type JoinedDeviceRow } from '../devices/device-view.js';
import { NOTHING, Owners } from '../imports/owners.js';
import type { Account } from './decide-line.js';
import { findAccount, unknownAccount } from './load-lines.js';

// What `decideTake` would not refuse, as a condition; the ids are of the copies, never of the request.
const fitting = (account: { readonly id: string; readonly customerId: string }): string => `
  select ${DEVICE_FIELDS} from ${DEVICES_JOINED}
  join tenants own on own.id = '${account.customerId}' and own.kind = 'customer' and own.deleted_at is null
  where not d.retired and d.used_ports < d.total_ports
    and (d.customer_id = own.id
      or (d.customer_id is null and own.permission = 'modify'
        and case when d.managed_by is null then own.reseller_id is null or d.shared else d.managed_by = own.reseller_id end))
    and not exists (select from ports used where used.device_id = d.id and used.account_id = '${account.id}')`;

/** The devices that an account may take a port of (INV-07): its customer's, and those of nobody that may go to it. */
@Injectable()
export class ListAvailable {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Owners) private readonly owners: Owners,
  ) {}

  async execute(caller: Caller, { account: id, ...query }: NameListQuery & { readonly account: string }): Promise<Page<DeviceView>> {
    const find = (): Promise<Account | undefined> => this.database.transaction(caller.scope, (tx) => findAccount(tx, id));
    const account = (await find()) ?? (isId(id) && (await this.owners.ask({ ...NOTHING, accountIds: [id] })) ? await find() : undefined);
    if (!account) throw unknownAccount('account');
    return this.database.transaction(caller.scope, async (tx) => {
      if (!account.isPhone) return { items: [], nextCursor: null, total: { value: 0, exact: true } };
      const page = await pageByName<JoinedDeviceRow, JoinedDeviceRow>(tx, { select: fitting(account), where: {}, itemOf: (row) => row }, query);
      return { ...page, items: await deviceViews(tx, page.items) };
    });
  }
}
