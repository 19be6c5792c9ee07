import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { BatchEvent } from '@ringfleet/contracts';
import type { NewNotification } from '../notifications/notification.js';

const NONE_REFUSED = { refused: null, failures: null };

/** The notification that an event of a batch gives rise to: one for its end, none for what comes before. */
export function batchNotification({ batchId, by, at, event }: BatchEvent): NewNotification[] {
  if (event.case !== 'finished' || !event.value.counts || !by?.id || !at) return [];
  const { counts, cancelled, problemCode, problemMessage, deletion } = event.value;
  const { devices, applied, unchanged, refused, notReached } = counts;
  const path = `/api/v1/device-batches/${batchId}`;
  const data = {
    batchId,
    deletion,
    counts: { devices, applied, unchanged, refused, notReached },
    problem: problemCode === '' ? null : { code: problemCode, message: problemMessage },
    links: { batch: path, ...(refused > 0 ? { refused: `${path}/devices?outcome=refused`, failures: `${path}/failures?format=xlsx` } : NONE_REFUSED) },
  };
  const done = `${applied} ${deletion ? 'deleted' : 'changed'}, ${unchanged} unchanged, ${refused} refused`;
  const title = cancelled
    ? `The batch of ${devices} devices was cancelled: ${done}, ${notReached} not reached.`
    : `The batch of ${devices} ${devices === 1 ? 'device' : 'devices'} is done: ${done}.`;
  const recipient = { id: by.id, resellerId: by.resellerId || null, customerId: by.customerId || null };
  return [{ recipient, kind: cancelled ? 'batch_cancelled' : 'batch_finished', subjectId: batchId, title, data, createdAt: timestampDate(at) }];
}
