import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { type ImportEvent, ImportEventSchema, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import type { TestService, Who } from '@ringfleet/testing/service-harness';

type Happening = MessageInitShape<typeof ImportEventSchema>['event'];

/** Somebody whose id is known, so that imports can be theirs. */
export type Someone = Who & { readonly id: string };
export const someone = (who: Who = {}): Someone => ({ id: newId(), ...who });

export interface NotificationBody {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly data: { readonly importId: string; readonly fileName: string; readonly links: { readonly import: string; readonly errorList: string | null } };
  readonly createdAt: string;
  readonly readAt: string | null;
}
export interface NotificationList {
  readonly items: readonly NotificationBody[];
  readonly nextCursor: string | null;
  readonly total: { readonly value: number; readonly exact: boolean };
  readonly unreadCount: number;
}

export const finished = (counts: Readonly<Record<string, number>> = { rows: 3, applied: 3 }, cancelled = false): Happening => ({
  case: 'finished',
  value: { counts, cancelled },
});

/** An event of an import that `by` started. */
export function importEvent(by: Someone, event: Happening, { importId = newId(), fileName = 'phones.csv' } = {}): ImportEvent {
  const { id, name = '', resellerId, customerId } = by;
  return create(ImportEventSchema, {
    importId,
    fileName,
    by: { id, name, resellerId: resellerId ?? '', customerId: customerId ?? '' },
    at: timestampFromDate(new Date('2026-11-20T10:00:00Z')),
    event,
  });
}

/** files says these, in this order, and notifications has heard them. Under one key, so that their order holds. */
export async function filesSays(service: TestService, ...events: readonly ImportEvent[]): Promise<void> {
  await service.tell(
    topics.imports,
    events.map((message) => ({ key: 'one-partition', message })),
  );
}
