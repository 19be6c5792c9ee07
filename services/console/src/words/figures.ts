import i18next from 'i18next';

/** 12,480 or 12 480. */
export const figure = (value: number): string => new Intl.NumberFormat(i18next.language).format(value);

/** 21 Nov 2026, 14:02. */
export const moment = (iso: string): string => new Intl.DateTimeFormat(i18next.language, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso));

/** 1 min 04 s. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
}
