/** Whom a notification is for: one user or service key, with the reseller or customer it belongs to. */
export interface Recipient {
  readonly id: string;
  readonly resellerId: string | null;
  readonly customerId: string | null;
}

export type NotificationKind = 'import_finished' | 'import_cancelled' | 'import_failed';

/** What a notification about an import says, for programs; `title` says it to people. */
export interface ImportNotificationData {
  readonly importId: string;
  readonly fileName: string;
  /** null where the file could not be read: nothing was applied then. */
  readonly counts: {
    readonly rows: number;
    readonly applied: number;
    readonly unchanged: number;
    readonly rejected: number;
    readonly notReached: number;
  } | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** Paths of this API. */
  readonly links: { readonly import: string; readonly errorList: string | null };
}

/** A notification to be told; of one kind there is one per subject and recipient, however often it is added. */
export interface NewNotification {
  readonly recipient: Recipient;
  readonly kind: NotificationKind;
  /** Id of what it is about. */
  readonly subjectId: string;
  readonly title: string;
  readonly data: ImportNotificationData;
  readonly createdAt: Date;
}
