import { Refused } from '@ringfleet/kernel';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const UNIQUE_VIOLATION = '23505';

/**
 * What a unique constraint's no means: `Refused` 409 with the code `<field>_not_unique`. The constraint is the judge; no look-up before a write could be.
 * @param fields by constraint name the field of the request that is at fault
 * @returns undefined for any other error
 */
export function refusalOfTaken(error: unknown, fields: Readonly<Record<string, string>>): Refused | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== UNIQUE_VIOLATION || !('constraint' in error)) return undefined;
  const field = fields[String(error.constraint)];
  if (!field) return undefined;
  const code = `${field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}_not_unique`; // 'sipUsername' → 'sip_username_not_unique'
  const message = 'It is in use already: choose another.';
  return new Refused(409, code, message, { errors: [{ code, field, message }] });
}
