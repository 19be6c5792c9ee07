import { codePoints, nameKey, Refused } from '@ringfleet/kernel';

export const SHORTEST_PASSWORD = 12;
// Longer ones cost hashing time and protect nobody better.
const LONGEST_PASSWORD = 256;

/** Length counts, not the kinds of letters (NIST SP 800-63B). Throws `Refused` 422 `password_too_weak` at the field. */
export function requireGoodPassword(password: string, userName: string, field: string): void {
  const message = weaknessOf(password, userName);
  if (message) throw new Refused(422, 'password_too_weak', message, { errors: [{ code: 'password_too_weak', field, message }] });
}

function weaknessOf(password: string, userName: string): string | undefined {
  if (codePoints(password.normalize('NFC')) < SHORTEST_PASSWORD) return `A password has at least ${SHORTEST_PASSWORD} characters.`;
  if (password.length > LONGEST_PASSWORD) return `A password has at most ${LONGEST_PASSWORD} characters.`;
  if (new Set(password).size < 5) return 'A password has at least five different characters.';
  return nameKey(password) === nameKey(userName) ? 'A password is not the user name.' : undefined;
}
