import { Refused } from '@ringfleet/kernel';

/** The ETag of a record's version: 3 → '"3"'. */
export const entityTag = (version: number): string => `"${version}"`;

/** Throws `Refused` 412 `changed_meanwhile` where an If-Match header is sent and names another version (INV-15). */
export function requireMatch(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined || ifMatch === '*') return;
  const named = ifMatch.split(',').map((tag) => tag.trim()); // '"3", "4"'
  if (named.includes(entityTag(version))) return;
  throw new Refused(412, 'changed_meanwhile', 'Somebody changed it since you read it: read it again and decide anew.', { extra: { version } });
}

/** The same where a change must say which version it was decided on. Throws `Refused` 428 `if_match_required` where none is sent. */
export function requireIfMatch(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined)
    throw new Refused(428, 'if_match_required', 'Send If-Match with the ETag that you read, so that nobody is overwritten.', { extra: { version } });
  requireMatch(ifMatch, version);
}
