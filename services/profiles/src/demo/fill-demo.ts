import { namedId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { profileCreated } from '../profiles/profile.events.js';
import { Profile } from '../profiles/profile.js';

interface DemoProfile {
  readonly name: string;
  readonly reseller?: string;
  readonly shared?: boolean;
  readonly model: string;
}

const PROFILES: readonly DemoProfile[] = [
  { name: 'T21 standard', shared: true, model: 'Yealink SIP-T21P E2' },
  { name: '6821 standard', model: 'Cisco 6821' },
  { name: 'North T54W', reseller: 'North Telecom', model: 'Yealink SIP-T54W' },
];

/** Fills an empty database with the demo data (product.md §11); ids of names, so that other services' demo records can name these. */
export async function fillDemo(tx: Tx, { now }: { readonly now: Date }): Promise<void> {
  const profiles = PROFILES.map((demo) => profileOf(demo, now));
  tx.em.persist(profiles);
  await tx.em.flush();
  await tx.publish(profiles.map((profile) => profileCreated(profile, { by: null, at: now })));
}

function profileOf({ name, reseller, shared = false, model }: DemoProfile, now: Date): Profile {
  const id = namedId(['profile', ...(reseller ? [reseller] : []), name].join('/'));
  const ownerResellerId = reseller ? namedId(`reseller/${reseller}`) : null;
  return new Profile({ id, name, ownerResellerId, shared, modelIds: [namedId(`model/${model}`)], parentId: null }, now);
}
