const HOUR = 3_600;

export interface ControlSettings {
  /** RINGFLEET_REGISTRAR_AGED_SECONDS: for so long after its time a registration that was not renewed counts as aged, not as none (24 hours). */
  readonly agedForSeconds: number;
  /** RINGFLEET_CONTROL_PER_SECOND: how many phones of the registrar are told something in any second (20). */
  readonly perSecond: number;
  /** RINGFLEET_CONTROL_SITE_PER_SECOND: of one site (2). */
  readonly perSecondOfSite: number;
  /** RINGFLEET_CONTROL_CONFIRM_SECONDS: a phone that has neither registered anew nor fetched its configuration so long after it took the word has not done it (300). */
  readonly confirmWithinSeconds: number;
  /** Of the line-states report (EXP-05). */
  readonly reports: ReportLimits;
}

export interface ReportLimits {
  /** RINGFLEET_LINE_STATES_AT_ONCE: so many are made at once (3). */
  readonly atOnce: number;
  /** RINGFLEET_LINE_STATES_WAITING: so many more wait (10). */
  readonly waiting: number;
  /** RINGFLEET_LINE_STATES_WAIT_SECONDS: for so long at most (60). */
  readonly waitSeconds: number;
  /** RINGFLEET_LINE_STATES_APART_SECONDS: so long after one began the next of the same session or customer begins (5). */
  readonly apartSeconds: number;
  /** RINGFLEET_LINE_STATES_MAKE_SECONDS: one that takes longer to make has failed (120). */
  readonly makeSeconds: number;
}

/** Throws where a setting is not a positive number, so that the service does not start with it. */
export const settingsOf = (settings: Readonly<Record<string, string | undefined>>): ControlSettings => ({
  agedForSeconds: positive(settings, 'RINGFLEET_REGISTRAR_AGED_SECONDS', 24 * HOUR),
  perSecond: positive(settings, 'RINGFLEET_CONTROL_PER_SECOND', 20),
  perSecondOfSite: positive(settings, 'RINGFLEET_CONTROL_SITE_PER_SECOND', 2),
  confirmWithinSeconds: positive(settings, 'RINGFLEET_CONTROL_CONFIRM_SECONDS', 300),
  reports: {
    atOnce: positive(settings, 'RINGFLEET_LINE_STATES_AT_ONCE', 3),
    waiting: positive(settings, 'RINGFLEET_LINE_STATES_WAITING', 10),
    waitSeconds: positive(settings, 'RINGFLEET_LINE_STATES_WAIT_SECONDS', 60),
    apartSeconds: positive(settings, 'RINGFLEET_LINE_STATES_APART_SECONDS', 5),
    makeSeconds: positive(settings, 'RINGFLEET_LINE_STATES_MAKE_SECONDS', 120),
  },
});

function positive(settings: Readonly<Record<string, string | undefined>>, name: string, otherwise: number): number {
  const text = settings[name];
  if (text === undefined || text === '') return otherwise;
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${name} must be a whole number above 0, not '${text}'.`);
  return value;
}
