import type { Statement } from '@ringfleet/persistence';

/** SQL, of a device and a profile `p`: the device may have it (PRV-01), for which the profile is there, for its model, and its manager's own or shared with it. */
export const PROFILE_FITS = `not p.closing and p.deleted_at is null and model_id = any(p.model_ids)
  and case when p.owner_reseller_id is null then managed_by is null or p.shared else managed_by = p.owner_reseller_id end`;

interface UserOfProfile {
  readonly profileId: string | null;
  readonly modelId: string;
  readonly managedBy: string | null;
}

/**
 * Until the transaction ends nobody takes back what lets the devices have their profiles; where that has happened already, what was judged by it is judged again.
 * In a database that has `must_be` (libs/import-rows).
 */
export const useProfiles = (devices: readonly UserOfProfile[]): Statement => ({
  sql: `with used as (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as used (profile_id, model_id, managed_by)),
      kept as (select * from profiles p where id = any($1::uuid[]) order by id for share)
    select must_be(count(*) filter (where not (${PROFILE_FITS})), 0) from used join kept p on p.id = used.profile_id`,
  params: [devices.map(({ profileId }) => profileId), devices.map(({ modelId }) => modelId), devices.map(({ managedBy }) => managedBy)],
});
