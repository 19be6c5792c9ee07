const HOUR = 3_600;

export interface ControlSettings {
  /** RINGFLEET_REGISTRAR_AGED_SECONDS: for so long after its time a registration that was not renewed counts as aged, not as none (24 hours). */
  readonly agedForSeconds: number;
}

/** Throws where a setting is not a positive number, so that the service does not start with it. */
export const settingsOf = (settings: Readonly<Record<string, string | undefined>>): ControlSettings => ({
  agedForSeconds: positive(settings, 'RINGFLEET_REGISTRAR_AGED_SECONDS', 24 * HOUR),
});

function positive(settings: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = settings[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number above 0, not '${text}'.`);
  return value;
}
