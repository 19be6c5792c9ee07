/** Whom a notification is for: one user or service key, with the reseller or customer it belongs to. */
export interface Recipient {
  readonly id: string;
  readonly resellerId: string | null;
  readonly customerId: string | null;
}

export type NotificationKind =
  | 'import_finished'
  | 'import_cancelled'
  | 'import_failed'
  | 'export_finished'
  | 'export_cancelled'
  | 'export_failed'
  | 'batch_finished'
  | 'batch_cancelled'
  | 'operation_finished'
  | 'operation_cancelled';

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

/** What a notification about an export says, for programs. */
export interface ExportNotificationData {
  readonly exportId: string;
  readonly fileName: string;
  /** null where there is no file. */
  readonly rows: number | null;
  readonly sizeBytes: number | null;
  /** When the file is removed. */
  readonly availableUntil: string | null;
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** Paths of this API; a download leads to a short-lived link. */
  readonly links: { readonly export: string; readonly download: string | null };
}

/** What a notification about a batch of changes of devices says, for programs. */
export interface BatchNotificationData {
  readonly batchId: string;
  /** Its devices were deleted, not changed. */
  readonly deletion: boolean;
  readonly counts: {
    readonly devices: number;
    readonly applied: number;
    readonly unchanged: number;
    readonly refused: number;
    readonly notReached: number;
  };
  /** Where it was ended because who started it may no longer do this. */
  readonly problem: { readonly code: string; readonly message: string } | null;
  /** Paths of this API. */
  readonly links: { readonly batch: string; readonly refused: string | null; readonly failures: string | null };
}

/** What a notification about a restart or resync of phones says, for programs. */
export interface OperationNotificationData {
  readonly operationId: string;
  /** restart or resync. */
  readonly operation: string;
  /** How many devices came to which outcome (CTL-03). */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Paths of this API. */
  readonly links: { readonly operation: string; readonly devices: string };
}

export type NotificationData = ImportNotificationData | ExportNotificationData | BatchNotificationData | OperationNotificationData;

/** A notification to be told; of one kind there is one per subject and recipient, however often it is added. */
export interface NewNotification {
  readonly recipient: Recipient;
  readonly kind: NotificationKind;
  /** Id of what it is about. */
  readonly subjectId: string;
  readonly title: string;
  readonly data: NotificationData;
  readonly createdAt: Date;
}
