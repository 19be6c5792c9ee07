import { namedId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { profileCreated } from '../profiles/profile.events.js';
import { Profile } from '../profiles/profile.js';
import { STARTER_VARIABLES } from '../starters/vendor-starter.js';
import { STARTERS } from '../starters/starters.js';
import type { Content } from '../versions/layers.js';

interface DemoProfile {
  readonly name: string;
  readonly reseller?: string;
  readonly shared?: boolean;
  readonly vendor: string;
  /** Without the vendor. */
  readonly model: string;
}

const PROFILES: readonly DemoProfile[] = [
  { name: 'T21 standard', shared: true, vendor: 'Yealink', model: 'SIP-T21P E2' },
  { name: '6821 standard', vendor: 'Cisco', model: '6821' },
  { name: 'North T54W', reseller: 'North Telecom', vendor: 'Yealink', model: 'SIP-T54W' },
];

const INSERT = `insert into profile_versions (profile_id, number, note, content, version, created_at, updated_at, published_at) values ($1, 1, 'As shipped', $2::jsonb, 1, $3, $3, $3)`;

/** Fills an empty database with the demo data (product.md §11); ids of names, so that other services' demo records can name these. */
export async function fillDemo(tx: Tx, { now }: { readonly now: Date }): Promise<void> {
  const profiles = PROFILES.map((demo) => profileOf(demo, now));
  tx.em.persist(profiles);
  await tx.em.flush();
  for (const [at, { id }] of profiles.entries()) await tx.query(INSERT, [id, JSON.stringify(contentOf(PROFILES[at]?.vendor)), now]);
  await tx.publish(profiles.map((profile) => profileCreated(profile, { by: null, at: now })));
}

function profileOf({ name, reseller, shared = false, vendor, model }: DemoProfile, now: Date): Profile {
  const id = namedId(['profile', ...(reseller ? [reseller] : []), name].join('/'));
  const ownerResellerId = reseller ? namedId(`reseller/${reseller}`) : null;
  const profile = new Profile({ id, name, ownerResellerId, shared, modelIds: [namedId(`model/${vendor} ${model}`)], parentId: null }, now);
  return Object.assign(profile, { publishedNumber: 1, lastNumber: 1 });
}

const contentOf = (vendor: string | undefined): Content => ({
  variables: STARTER_VARIABLES,
  values: {},
  templates: STARTERS.find((starter) => starter.vendor === vendor)?.templates ?? [],
});
