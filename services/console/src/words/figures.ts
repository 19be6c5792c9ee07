import i18next from 'i18next';

/** The language chosen, as it is written where the browser is from: 21 Nov 2026 for en-GB, Nov 21, 2026 for en-US. */
export const locale = (): string => navigator.languages.find((tag) => tag.startsWith(i18next.language)) ?? i18next.language;

/** 12,480 or 12 480. */
export const figure = (value: number): string => new Intl.NumberFormat(locale()).format(value);

/** 21 Nov 2026, 14:02. */
export const moment = (iso: string): string => new Intl.DateTimeFormat(locale(), { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

/** 1 min 04 s. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
