const HOUR = 3_600;

export interface ControlSettings {
  /** RINGFLEET_REGISTRAR_AGED_SECONDS: for so long after its time a registration that was not renewed counts as aged, not as none (24 hours). */
  readonly agedForSeconds: number;
  /** RINGFLEET_CONTROL_PER_SECOND: how many phones of the registrar are told something in any second (20). */
  readonly perSecond: number;
  /** RINGFLEET_CONTROL_SITE_PER_SECOND: of one site (2). */
  readonly perSecondOfSite: number;
  /** RINGFLEET_CONTROL_CONFIRM_SECONDS: a phone that has not registered anew so long after it took the word to restart has not restarted (300). */
  readonly confirmWithinSeconds: number;
}

/** Throws where a setting is not a positive number, so that the service does not start with it. */
export const settingsOf = (settings: Readonly<Record<string, string | undefined>>): ControlSettings => ({
  agedForSeconds: positive(settings, 'RINGFLEET_REGISTRAR_AGED_SECONDS', 24 * HOUR),
  perSecond: positive(settings, 'RINGFLEET_CONTROL_PER_SECOND', 20),
  perSecondOfSite: positive(settings, 'RINGFLEET_CONTROL_SITE_PER_SECOND', 2),
  confirmWithinSeconds: positive(settings, 'RINGFLEET_CONTROL_CONFIRM_SECONDS', 300),
});

function positive(settings: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = settings[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number above 0, not '${text}'.`);
  return value;
}
