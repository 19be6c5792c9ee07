import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { FetchEventSchema, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { toRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import type { Phone } from './find-phone.js';

/** What became of a request of a phone. */
export interface Fetch {
  readonly at: Date;
  readonly method: string;
  readonly file: string;
  readonly status: number;
  /** The code of the refusal; null where it was answered. */
  readonly reason: string | null;
  readonly bytes: number;
  readonly remoteIp: string;
  readonly userAgent: string | null;
}

const KEPT_DAYS = 90;
const FILE_NAME = /^(?!.*\.\.)[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/; // 0004f2aabbcc-app.log

/** A name that leads nowhere else, and can be shown. */
export const isFileName = (text: string): boolean => FILE_NAME.test(text);
export const shownFile = (text: string): string => (isFileName(text) ? text : '');

/** Keeps it and tells it (PRV-06), without a secret in it; forgets what the device did long ago. */
export async function keepFetch(tx: Tx, phone: Phone, fetch: Fetch): Promise<void> {
  const id = newId();
  const { at, method, file, status, reason, bytes, remoteIp, userAgent } = fetch;
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`fetches ${phone.id}`]);
  const holder = [phone.managedBy, phone.customerId, phone.customerResellerId];
  const [row] = await tx.query<{ sequence: string }>(INSERT, [id, phone.id, at, method, file, status, reason, bytes, remoteIp, userAgent, ...holder]);
  await tx.query(`delete from fetches where device_id = $1 and at < $2::timestamptz - interval '${KEPT_DAYS} days'`, [phone.id, at]);
  const message = create(FetchEventSchema, {
    id,
    deviceId: phone.id,
    at: timestampFromDate(at),
    method,
    file,
    status,
    reason: reason ?? '',
    bytes: BigInt(bytes),
    remoteIp,
    userAgent: userAgent ?? '',
    managedBy: phone.managedBy ?? '',
    customerId: phone.customerId ?? '',
    customerResellerId: phone.customerResellerId ?? '',
  });
  const resellerId = phone.managedBy ?? phone.customerResellerId;
  const headers = { ...(resellerId && { rf_reseller: resellerId }), ...(phone.customerId && { rf_customer: phone.customerId }) };
  await tx.publish([toRecord({ topic: topics.fetches, key: phone.id, sequence: Number(row?.sequence ?? 1), source: 'profiles', time: at, message, headers })]);
}

// The newest of a device is never deleted here, so its number goes on.
const INSERT = `
insert into fetches (id, device_id, at, method, file, status, reason, bytes, remote_ip, user_agent, managed_by, customer_id, customer_reseller_id, sequence)
select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, coalesce((select max(sequence) from fetches where device_id = $2), 0) + 1
returning sequence`;
