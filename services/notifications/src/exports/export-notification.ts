import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { ExportEvent } from '@ringfleet/contracts';
import type { ExportNotificationData, NewNotification } from '../notifications/notification.js';

type Said = Pick<NewNotification, 'kind' | 'title'> & Pick<ExportNotificationData, 'rows' | 'sizeBytes' | 'availableUntil' | 'problem'>;
const NO_FILE = { rows: null, sizeBytes: null, availableUntil: null };

/** The notification that an event of an export gives rise to: one for its end, none for what comes before, none where nobody started it. */
export function exportNotification({ exportId, fileName, by, at, event }: ExportEvent): NewNotification[] {
  const said = saidOf(fileName, event);
  if (!said || !by?.id || !at) return [];
  const { kind, title, ...how } = said;
  const path = `/api/v1/exports/${exportId}`;
  const data = { exportId, fileName, ...how, links: { export: path, download: kind === 'export_finished' ? `${path}/download` : null } };
  const recipient = { id: by.id, resellerId: by.resellerId || null, customerId: by.customerId || null };
  return [{ recipient, kind, subjectId: exportId, title, data, createdAt: timestampDate(at) }];
}

function saidOf(fileName: string, event: ExportEvent['event']): Said | undefined {
  switch (event.case) {
    case 'finished': {
      const { rows, sizeBytes, availableUntil } = event.value;
      const until = availableUntil ? timestampDate(availableUntil).toISOString() : null;
      const title = `The export ${fileName} is ready: ${rows} ${rows === 1n ? 'device' : 'devices'}.`;
      return { kind: 'export_finished', title, rows: Number(rows), sizeBytes: Number(sizeBytes), availableUntil: until, problem: null };
    }
    case 'cancelled':
      return { kind: 'export_cancelled', title: `The export ${fileName} was cancelled.`, ...NO_FILE, problem: null };
    case 'failed': {
      const { code, message } = event.value;
      return { kind: 'export_failed', title: `The export ${fileName} failed: ${message}`, ...NO_FILE, problem: { code, message } };
    }
    default:
      return undefined;
  }
}
