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
