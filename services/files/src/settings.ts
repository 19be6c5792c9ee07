const MIB = 1024 * 1024;
const SECOND_MS = 1_000;
const DAY_MS = 86_400 * SECOND_MS;

export interface FilesSettings {
  /** RINGFLEET_FILES_MAX_BYTES: of an uploaded file (100 MiB). */
  readonly maxBytes: number;
  /** RINGFLEET_FILES_KEEP_DAYS: after so many days the stored file is removed (30). */
  readonly keepDays: number;
  /** RINGFLEET_FILES_EXPORT_KEEP_DAYS: after so many days the file of an export is removed (7). */
  readonly exportKeepMs: number;
  /** RINGFLEET_FILES_LINK_SECONDS: so long a download link serves (300). */
  readonly linkMs: number;
}

/** Throws where a setting is not a positive number, so that the service does not start with it. */
export const settingsOf = (settings: Readonly<Record<string, string | undefined>>): FilesSettings => ({
  maxBytes: positive(settings, 'RINGFLEET_FILES_MAX_BYTES', 100 * MIB),
  keepDays: positive(settings, 'RINGFLEET_FILES_KEEP_DAYS', 30),
  exportKeepMs: positive(settings, 'RINGFLEET_FILES_EXPORT_KEEP_DAYS', 7) * DAY_MS,
  linkMs: positive(settings, 'RINGFLEET_FILES_LINK_SECONDS', 300) * SECOND_MS,
});

export const keptUntil = (finished: Date, keptForMs: number): Date => new Date(finished.getTime() + keptForMs);

function positive(settings: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = settings[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number above 0, not '${text}'.`);
  return value;
}
