import type { Tx } from '@ringfleet/persistence';
import type { ProfileUsers } from './device-uses.js';

const SHOWN = 20;
const HEIRS = `
select id, name, count(*) over ()::int as total from profiles where parent_id = $1 and (not $2 or owner_reseller_id is not null or shared or (taken_back->'settings'->>'shared')::boolean) order by name_key, id limit ${SHOWN}`;

/** The profiles that inherit from one: all, or those alone that may only as it is shared. What is just being unshared may be shared again. */
export async function heirsOf(tx: Tx, id: string, { sharedWith }: { readonly sharedWith: boolean }): Promise<ProfileUsers[]> {
  const rows = await tx.query<{ id: string; name: string; total: number }>(HEIRS, [id, sharedWith]);
  const [first] = rows;
  return first ? [{ kind: 'profile', total: first.total, items: rows.map(({ id: heir, name }) => ({ id: heir, name })) }] : [];
}
