import type { NumberFormat } from './number-format.js';

/** The text of a number cell; not exact where the digits as somebody typed them cannot be told from it. */
export interface NumberText {
  readonly text: string;
  readonly exact: boolean;
}

const DAY_SECONDS = 86_400;
const LAST_DAY = 2_958_466; // the day after 9999-12-31

const pad = (value: number, digits = 2): string => String(value).padStart(digits, '0');

/** Days of the 1900 system count a 29 February 1900 that never was: day 60. */
const calendarDate = (day: number, date1904: boolean): string => {
  if (!date1904 && day === 60) return '1900-02-29';
  const date = new Date(Date.UTC(date1904 ? 1904 : 1899, date1904 ? 0 : 11, (date1904 ? 1 : 30) + day + (!date1904 && day < 60 ? 1 : 0)));
  return `${pad(date.getUTCFullYear(), 4)}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
};

/** 45292 → '2024-01-01', 45292.5 → '2024-01-01 12:00:00', 0.5 → '12:00:00'; undefined if the serial number is no date. */
export const dateText = (serial: number, date1904: boolean): string | undefined => {
  if (!(serial >= 0 && serial < LAST_DAY)) return undefined;
  const seconds = Math.round(serial * DAY_SECONDS);
  const day = Math.floor(seconds / DAY_SECONDS);
  const rest = seconds % DAY_SECONDS;
  const time = `${pad(Math.floor(rest / 3600))}:${pad(Math.floor(rest / 60) % 60)}:${pad(rest % 60)}`;
  if (day === 0 && (rest > 0 || !date1904)) return time;
  return rest === 0 ? calendarDate(day, date1904) : `${calendarDate(day, date1904)} ${time}`;
};

const INTEGER = /^-?\d{1,15}(?:\.0+)?$/; // '112233445566', '42.0'
const EXPONENT = /e/i;

const digitsOf = (text: string): number => text.replace(/^-?0*\.?0*|\./g, '').length;

/** Of a number as the file writes it ('112233445566', '1E10', '0.10000000000000001'). Integers of up to 15 digits written out are exact, decimals of up to 15 in their shortest form. */
export const numberText = (stored: string, format: NumberFormat, date1904: boolean): NumberText => {
  const value = Number(stored);
  if (stored === '' || !Number.isFinite(value)) return { text: stored, exact: stored === '' };
  if (format.kind === 'date') {
    const text = dateText(value, date1904);
    return text === undefined ? { text: stored, exact: false } : { text, exact: true };
  }
  const shortest = String(value);
  if (format.kind === 'scientific' || EXPONENT.test(shortest)) return { text: stored, exact: false };
  if (INTEGER.test(stored)) return { text: format.kind === 'padded' && value >= 0 ? shortest.padStart(format.digits, '0') : shortest, exact: true };
  if (Number.isInteger(value) || digitsOf(shortest) > 15) return { text: stored, exact: false };
  return { text: shortest, exact: true };
};
