import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { OperationEvent } from '@ringfleet/contracts';
import type { NewNotification } from '../notifications/notification.js';

const DONE: Readonly<Record<string, string>> = { restart: 'Restart', resync: 'Resync' };

/** The notification that an event of an operation on phones gives rise to: one for its end, none for what comes before. */
export function operationNotification({ operationId, by, at, kind, event }: OperationEvent): NewNotification[] {
  if (event.case !== 'finished' || !by?.id || !at) return [];
  const { counts: outcomes, cancelled } = event.value;
  const path = `/api/v1/operations/${operationId}`;
  const data = { operationId, operation: kind, outcomes, links: { operation: path, devices: `${path}/devices` } };
  const devices = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  const came = Object.entries(outcomes)
    .map(([outcome, count]) => `${count} ${outcome.replaceAll('_', ' ')}`)
    .join(', ');
  const title = `${DONE[kind] ?? kind} of ${devices} ${devices === 1 ? 'device' : 'devices'} ${cancelled ? 'was cancelled' : 'is over'}: ${came}.`;
  const recipient = { id: by.id, resellerId: by.resellerId || null, customerId: by.customerId || null };
  return [{ recipient, kind: cancelled ? 'operation_cancelled' : 'operation_finished', subjectId: operationId, title, data, createdAt: timestampDate(at) }];
}
