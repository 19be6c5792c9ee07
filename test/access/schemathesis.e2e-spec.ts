// Real: the one process with all services and demo data; schemathesis, a public attack tool, sends it what the OpenAPI document admits and what it does not.
// `npm run test:schemathesis` is the longer form.
import { type Schemas, succeeded } from '@ringfleet/client';
import type { Role } from '@ringfleet/kernel';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import { csvOf, macOf } from '../support/sheets.js';
import { Attacker, installSchemathesis } from './support/attack.js';
import { type KnownIds, writeAttackedDocument } from './support/attacked-document.js';

const isLong = process.env['SCHEMATHESIS'] === 'long';
const ROLES: readonly Role[] = ['administrator', 'operator', 'reseller-admin', 'customer-admin', 'customer-user'];
/** What is asked as whom. Who may less is refused before much is looked at: the edges of each schema are for the administrator. */
const ATTACKS: readonly { readonly role: Role; readonly phases: readonly string[]; readonly examples: number }[] = [
  { role: 'administrator', phases: ['coverage'], examples: 1 },
  ...ROLES.map((role) => ({ role, phases: ['examples', 'fuzzing', ...(isLong ? ['stateful'] : [])], examples: isLong ? 100 : 4 })),
];
const WITHIN_MS = isLong ? 7_200_000 : 900_000; // a quiet machine takes a minute

const folder = mkdtempSync(join(tmpdir(), 'ringfleet-attack-'));
let deployment: Deployment;
let attackers: readonly Attacker[] = [];

beforeAll(async () => {
  const python = installSchemathesis();
  deployment = await openDeployment();
  const { administrator, url } = deployment;
  const customers = (await succeeded(administrator.client.GET('/api/v1/customers'))).items;
  const customer = customers.find(({ reseller }) => reseller !== null);
  const owners = new Map<Role, object>([
    ['reseller-admin', { resellerId: customer?.reseller?.id }],
    ['customer-admin', { customerId: customer?.id }],
    ['customer-user', { customerId: customer?.id }],
  ]);
  const keyOf = (role: Role): Promise<Schemas['NewServiceKeyView']> =>
    succeeded(administrator.client.POST('/api/v1/service-keys', { body: { name: `attacks as ${role}`, role, ...owners.get(role) } }));
  const document = join(folder, 'attacked.json');
  writeAttackedDocument(document, await knownIds(administrator, (await keyOf('customer-user')).id));
  const tokens = new Map<Role, string>();
  for (const role of ROLES) {
    const { id: clientId, clientSecret } = await keyOf(role);
    tokens.set(role, await Api.tokenFor(url, { clientId, clientSecret }));
  }
  attackers = ATTACKS.map(({ role, ...how }) => Attacker.start({ python, document, url, token: tokens.get(role) ?? '', ...how }));
}, WITHIN_MS);

afterAll(async () => {
  for (const attacker of attackers) attacker.stop();
  await deployment.close();
  rmSync(folder, { recursive: true });
});

describe('schemathesis', () => {
  it.each(ATTACKS.map(({ role, phases }, at) => [role, phases.join(', '), at] as const))(
    'as %s (%s) finds no answer but those of the OpenAPI document, and no failure of ours (DIR-02a)',
    async (_role, _phases, at) => {
      expect(await attackers[at]?.findings).toBeUndefined();
      expect(attackers[at]).toBeDefined();
    },
    WITHIN_MS,
  );
});

/** Some records of each kind; of keys one that nobody uses. */
async function knownIds(administrator: Api, key: string): Promise<KnownIds> {
  const imported = await administrator.import(
    csvOf([
      { name: 'Attacked', mac: macOf(60, 1) },
      { name: 'Refused', mac: 'none' },
    ]),
  );
  const some = async (path: string): Promise<string[]> =>
    (await administrator.get<{ items: readonly { id: string }[] }>(`/api/v1/${path}?limit=4`)).items.map(({ id }) => id);
  const ids = new Map<string, string[]>([
    ['service-keys', [key]],
    ['imports', [imported.id]],
  ]);
  for (const [kind, ...fields] of KINDS) for (const name of [kind, ...fields]) ids.set(name, ids.get(kind) ?? (await some(kind)));
  return Object.fromEntries(ids);
}

/** Each with the fields that name such records. */
const KINDS = [
  ['resellers', 'resellerId'],
  ['customers', 'customerId'],
  ['sites', 'siteId'],
  ['accounts', 'accountId', 'accountIds'],
  ['models', 'modelId', 'modelIds', 'approvedModelIds'],
  ['profiles', 'profileId'],
  ['users'],
  ['devices'],
  ['notifications'],
] as const;
