import { Refused } from '@ringfleet/kernel';

/** The ETag of a record's version: 3 → '"3"'. */
export const entityTag = (version: number): string => `"${version}"`;

/** A change says which version it was decided on (INV-15). Throws `Refused` 428 `if_match_required` where no If-Match header is sent, 412 `changed_meanwhile` where it names another version. */
export function requireIfMatch(ifMatch: string | undefined, version: number): void {
  if (ifMatch === undefined)
    throw new Refused(428, 'if_match_required', 'Send If-Match with the ETag that you read, so that nobody is overwritten.', { extra: { version } });
  if (ifMatch === '*') return;
  const named = ifMatch.split(',').map((tag) => tag.trim()); // '"3", "4"'
  if (named.includes(entityTag(version))) return;
  throw new Refused(412, 'changed_meanwhile', 'Somebody changed it since you read it: read it again and decide anew.', { extra: { version } });
}
