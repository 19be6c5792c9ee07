import { isId, type Refused } from '@ringfleet/kernel';
import type { Statement, Tx } from '@ringfleet/persistence';
import { useOpen } from '@ringfleet/tenants';
import { refuseByCopies } from '../devices/write-request.js';
import { refuse } from './change-device.js';
import { refusal } from './decide-customer.js';
import type { Account, UsedPort } from './decide-line.js';

/** A port of a device as the API shows it. */
export interface LineView {
  readonly port: number;
  readonly account: { readonly id: string; readonly number: string; readonly extension: string | null; readonly displayName: string | null } | null;
}

const ACCOUNT = `select id, number, extension, display_name as "displayName", customer_id as "customerId", kind = 'phone' as "isPhone" from accounts`;

/** What one may not see does not exist (DIR-03), nor does what is about to be deleted. */
export async function findAccount(tx: Tx, id: string): Promise<Account | undefined> {
  const [account] = isId(id) ? await tx.query<Account>(`${ACCOUNT} where id = $1 and deleted_at is null and not closing`, [id]) : [];
  return account;
}

export const unknownAccount = (field: string): Refused => refuse(refusal(422, 'unknown_account', field, 'There is no such account.'));

/** Refuses 422 `unknown_account`, which directory confirms. */
export async function accountOf(tx: Tx, id: string, field = 'accountId'): Promise<Account> {
  return (await findAccount(tx, id)) ?? refuseByCopies(unknownAccount(field), { tenants: [], profiles: [], accounts: isId(id) ? [id] : [] });
}

/** The account takes the port; it must not be about to be deleted (design.md §1). */
export const lineStatements = (deviceId: string, port: number, account: Account): Statement[] => [
  useOpen('accounts', [account.id]),
  { sql: 'insert into ports (device_id, port, account_id) values ($1, $2, $3)', params: [deviceId, port, account.id] },
];

export const usedPortsOf = (tx: Tx, deviceId: string): Promise<UsedPort[]> =>
  tx.query<UsedPort>('select port, account_id as "accountId" from ports where device_id = $1 order by port', [deviceId]);

/** Every port of a device, used or not. */
export async function linesOf(tx: Tx, device: { readonly id: string; readonly totalPorts: number }): Promise<LineView[]> {
  const used = new Map((await usedPortsOf(tx, device.id)).map(({ port, accountId }) => [port, accountId]));
  const accounts = await tx.query<Account>(`${ACCOUNT} where id = any($1::uuid[])`, [[...used.values()]]);
  const views = new Map(accounts.map(({ id, number, extension, displayName }) => [id, { id, number, extension, displayName }]));
  return Array.from({ length: device.totalPorts }, (_, port) => ({ port, account: views.get(used.get(port) ?? '') ?? null }));
}
