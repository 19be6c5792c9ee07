import type { Tx } from '@ringfleet/persistence';
import { loadMaskedPhones, type MaskedPhone } from './load-phone.js';

/** A device that has a profile. */
export interface SampledDevice extends MaskedPhone {
  readonly profileId: string;
}

const MOST = 20;
/** Among so many it is chosen: it is done while no other profile can be published. */
const CANDIDATES = 10_000;

// Of each profile and model, and of each customer, those with the most lines first; then the next ones.
const SAMPLE = `
select id, profile_id as "profileId" from (
  select id, profile_id, row_number() over (partition by profile_id, model_id order by jsonb_array_length(lines) desc, id) as of_model,
    row_number() over (partition by customer_id order by jsonb_array_length(lines) desc, id) as of_customer
  from (select * from devices where profile_id = any($1::uuid[]) and deleted_at is null and not retired limit ${CANDIDATES}) as candidates
) as d order by least(of_model, of_customer), of_model, id limit ${MOST}`;

/** Some of the devices that have one of the profiles, of as many models and customers as there are (PRV-02). */
export async function sampleDevices(tx: Tx, profileIds: readonly string[]): Promise<SampledDevice[]> {
  const sampled = await tx.query<{ id: string; profileId: string }>(SAMPLE, [profileIds]);
  const phones = await loadMaskedPhones(
    tx,
    sampled.map(({ id }) => id),
  );
  return sampled.flatMap(({ id, profileId }) => {
    const phone = phones.get(id);
    return phone ? [{ ...phone, profileId }] : [];
  });
}

const IN_USE = `select distinct profile_id as "profileId", model_id as "modelId" from devices where profile_id = any($1::uuid[]) and deleted_at is null and not retired`;

/** Of which models the devices of profiles are. */
export const modelsInUse = (tx: Tx, profileIds: readonly string[]): Promise<readonly { readonly profileId: string; readonly modelId: string }[]> =>
  tx.query(IN_USE, [profileIds]);
