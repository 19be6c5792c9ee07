import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { RegistrationChangedSchema, RegistrationStatus, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { KeptStanding, Status } from './status.js';

const STATUSES: Record<Status, RegistrationStatus> = {
  registered: RegistrationStatus.REGISTERED,
  aged: RegistrationStatus.AGED,
  unregistered: RegistrationStatus.UNREGISTERED,
};

export const standingRecord = (kept: KeptStanding, now: Date): OutgoingRecord => record(kept, kept.version, now, false);

/** Of a device that is no more: its last state, and the tombstone. */
export const endRecords = (kept: KeptStanding, now: Date): OutgoingRecord[] => [
  record(kept, kept.version + 1, now, true),
  toRecord({ topic: topics.registrations, key: kept.deviceId, sequence: kept.version + 2, source: 'device-control', time: now, message: null }),
];

function record(kept: KeptStanding, sequence: number, now: Date, deleted: boolean): OutgoingRecord {
  const { deviceId, status, since, registrar, remoteIp, hostIp, registeredIp, userAgent, registeredAt, ...holder } = kept;
  const message = create(RegistrationChangedSchema, {
    deviceId,
    status: STATUSES[status],
    since: timestampFromDate(since),
    registrar,
    remoteIp: remoteIp ?? '',
    hostIp: hostIp ?? '',
    registeredIp: registeredIp ?? '',
    userAgent: userAgent ?? '',
    registeredAt: timestampFromDate(registeredAt),
    deleted,
    managedBy: holder.managedBy ?? '',
    customerId: holder.customerId ?? '',
    customerResellerId: holder.customerResellerId ?? '',
  });
  return toRecord({ topic: topics.registrations, key: deviceId, sequence, source: 'device-control', time: now, message });
}
