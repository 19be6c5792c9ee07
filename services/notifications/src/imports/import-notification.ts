import { timestampDate } from '@bufbuild/protobuf/wkt';
import type { ImportCounts, ImportEvent, ImportFinished } from '@ringfleet/contracts';
import type { ImportNotificationData, NewNotification, Recipient } from '../notifications/notification.js';

type Said = Pick<NewNotification, 'kind' | 'title'> & Pick<ImportNotificationData, 'counts' | 'problem'>;

/** The notification that an event of an import gives rise to: one for its end, none for what comes before, none where nobody started it. */
export function importNotification({ importId, fileName, by, at, event }: ImportEvent): NewNotification[] {
  const said = event.case === 'finished' ? finished(fileName, event.value) : event.case === 'failed' ? failed(fileName, event.value) : undefined;
  if (!said || !by?.id || !at) return [];
  const { kind, title, counts, problem } = said;
  const recipient: Recipient = { id: by.id, resellerId: by.resellerId || null, customerId: by.customerId || null };
  const path = `/api/v1/imports/${importId}`;
  const links = { import: path, errorList: counts && counts.rejected > 0 ? `${path}/errors?format=${errorListFormat(fileName)}` : null };
  return [{ recipient, kind, subjectId: importId, title, data: { importId, fileName, counts, problem, links }, createdAt: timestampDate(at) }];
}

function finished(fileName: string, { cancelled, counts }: ImportFinished): Said {
  const { rows = 0, applied = 0, unchanged = 0, rejected = 0, notReached = 0 } = counts ?? ({} as Partial<ImportCounts>);
  const outcome = [`${applied} applied`, `${unchanged} unchanged`, `${rejected} rejected`, ...(notReached > 0 ? [`${notReached} not reached`] : [])].join(', ');
  return {
    kind: cancelled ? 'import_cancelled' : 'import_finished',
    title: `The import of ${fileName} ${cancelled ? 'was cancelled' : 'is finished'}: ${outcome}.`,
    counts: { rows, applied, unchanged, rejected, notReached },
    problem: null,
  };
}

const failed = (fileName: string, { code, message }: { readonly code: string; readonly message: string }): Said => ({
  kind: 'import_failed',
  title: `The import of ${fileName} failed, nothing was applied: ${message}`,
  counts: null,
  problem: { code, message },
});

/** The kind of file that was sent in; an old xls is answered as xlsx. */
const errorListFormat = (fileName: string): 'csv' | 'xlsx' => (/\.xlsx?$/i.test(fileName) ? 'xlsx' : 'csv'); // 'Phones.XLS'
