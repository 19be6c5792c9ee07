import { isId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { refuse } from './change-device.js';
import { refusal } from './decide-customer.js';
import type { Account, UsedPort } from './decide-line.js';

/** A port of a device as the API shows it. */
export interface LineView {
  readonly port: number;
  readonly account: { readonly id: string; readonly number: string; readonly extension: string | null; readonly displayName: string | null } | null;
}

const ACCOUNT = `select id, number, extension, display_name as "displayName", customer_id as "customerId", kind = 'phone' as "isPhone" from accounts`;

/** Throws `Refused` 422 `unknown_account`: what one may not see does not exist (DIR-03). */
export async function accountOf(tx: Tx, id: string, field = 'accountId'): Promise<Account> {
  const [account] = isId(id) ? await tx.query<Account>(`${ACCOUNT} where id = $1 and deleted_at is null`, [id]) : [];
  if (!account) throw refuse(refusal(422, 'unknown_account', field, 'There is no such account.'));
  return account;
}

export const usedPortsOf = (tx: Tx, deviceId: string): Promise<UsedPort[]> =>
  tx.query<UsedPort>('select port, account_id as "accountId" from ports where device_id = $1 order by port', [deviceId]);

/** Every port of a device, used or not. */
export async function linesOf(tx: Tx, device: { readonly id: string; readonly totalPorts: number }): Promise<LineView[]> {
  const used = new Map((await usedPortsOf(tx, device.id)).map(({ port, accountId }) => [port, accountId]));
  const accounts = await tx.query<Account>(`${ACCOUNT} where id = any($1::uuid[])`, [[...used.values()]]);
  const views = new Map(accounts.map(({ id, number, extension, displayName }) => [id, { id, number, extension, displayName }]));
  return Array.from({ length: device.totalPorts }, (_, port) => ({ port, account: views.get(used.get(port) ?? '') ?? null }));
}
