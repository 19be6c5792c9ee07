const MIB = 1024 * 1024;

export interface FilesSettings {
  /** RINGFLEET_FILES_MAX_BYTES: of an uploaded file (100 MiB). */
  readonly maxBytes: number;
  /** RINGFLEET_FILES_KEEP_DAYS: after so many days the stored file is removed (30). */
  readonly keepDays: number;
}

/** Throws where a setting is not a positive number, so that the service does not start with it. */
export const settingsOf = (settings: Readonly<Record<string, string | undefined>>): FilesSettings => ({
  maxBytes: positive(settings, 'RINGFLEET_FILES_MAX_BYTES', 100 * MIB),
  keepDays: positive(settings, 'RINGFLEET_FILES_KEEP_DAYS', 30),
});

function positive(settings: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = settings[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number above 0, not '${text}'.`);
  return value;
}
