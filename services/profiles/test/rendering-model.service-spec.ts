// Real: profiles with its PostgreSQL, event log, rendering threads and HTTP; curl signs in as a phone does. What it answers is compared with `model/`: product.md's rule of the layers written
// down slowly. RENDERING_RUNS=500 takes the long way.
import { newId } from '@ringfleet/kernel';
import { applyPatch } from 'diff';
import fc from 'fast-check';
import type { Preview } from '../src/rendering/preview-version.js';
import { piecesOf, templateText } from './model/pieces.js';
import { type PhonePlan, plan, type Plan } from './model/plan.js';
import { type Known, renderSlowly, templateFor } from './model/slow-rendering.js';
import { curl } from './support/curl.js';
import { Desks, LOGIN, OVER_HTTPS, SIGNED_IN } from './support/desks.js';
import { Phones } from './support/phones.js';

/** Always the same few, or as many others as are asked for. */
const WAY = process.env['RENDERING_RUNS'] === undefined ? { numRuns: 12, seed: 9 } : { numRuns: Number(process.env['RENDERING_RUNS']) };
const SECONDS_A_RUN = 20;
const FILE = '{mac}.cfg';

let phones: Phones;
let desks: Desks;
let models: Readonly<Record<'first' | 'second', string>>;
let made = 0;

beforeAll(async () => {
  phones = await Phones.start({ settings: { RINGFLEET_PROVISIONING_URLS: 'https://phones.example.net' } });
  desks = new Desks(phones);
  models = { first: await desks.model('Vendor', 'first', 4), second: await desks.model('Vendor', 'second', 2) };
});
afterAll(() => phones.stop());

type Profile = Known['profiles'][number];

const titleOf = (profile: number, whose: string): string => `template ${profile} for ${whose}`;

/** The profiles, each published before the next inherits from it. */
async function profilesOf(each: Plan): Promise<Profile[]> {
  const profiles: Profile[] = [];
  for (const [at] of each.templates.entries()) {
    const name = `Profile ${(made += 1)}`;
    const parentId = profiles.at(-1)?.id;
    const { id } = await desks.ask<{ readonly id: string }>('', { name, modelIds: Object.values(models), ...(parentId && { parentId }) });
    const variables = each.variables.filter(({ owner }) => owner === at).map(variableOf);
    const templates = [...new Set([...(each.templates[at] ?? []), ...(at === 0 ? (['all'] as const) : [])])].map((whose) => ({
      file: FILE,
      format: each.format,
      modelIds: whose === 'all' ? [] : [models[whose]],
      text: templateText(piecesOf(each, at, titleOf(at, whose))),
    }));
    await desks.ask(`/${id}/versions`, { variables, templates, values: valuesOf(each, at) });
    await desks.ask(`/${id}/versions/1/publish`);
    profiles.push({ id, name, version: 1 });
  }
  return profiles;
}

const variableOf = ({ name, type, default: standard }: Plan['variables'][number]): object => ({
  name,
  type,
  default: standard,
  ...(type === 'choice' && { choices: ['G.722', 'Zoë & <Co>', '=1+1'] }),
});

const valuesOf = ({ variables }: Plan, profile: number): Record<string, unknown> =>
  Object.fromEntries(variables.flatMap(({ name, owner, said }) => (owner <= profile && said[profile] !== undefined ? [[name, said[profile]]] : [])));

async function accountsOf({ accounts }: Plan, customerId: string): Promise<readonly { readonly id: string; readonly number: string }[]> {
  const all: { readonly id: string; readonly number: string }[] = [];
  for (const { extension, displayName, password } of accounts) {
    const account = { customerId, number: String(15_550_000 + (made += 1)), ...(extension && { extension }), ...(displayName && { displayName }) };
    all.push({ id: password === null ? await phones.account(account) : await desks.account(account, password), number: account.number });
  }
  return all;
}

interface Desk {
  readonly id: string;
  readonly phone: PhonePlan;
  readonly known: Omit<Known, 'profiles'>;
}

async function deskOf(phone: PhonePlan, profileId: string, customerId: string, accounts: Awaited<ReturnType<typeof accountsOf>>): Promise<Desk> {
  const mac = (0x0015_6500_0000 + (made += 1)).toString(16).padStart(12, '0');
  const lines = phone.lines.map((account) => (account === null ? null : (accounts[account]?.id ?? null)));
  const { name, description, ports } = phone;
  const id = await phones.device({ mac, name, ...(description && { description }), modelId: models[phone.model], customerId, profileId, lines, ports });
  await phones.change(id, {}, { ...LOGIN, ...(phone.secret !== null && { secret: phone.secret }) });
  const url = `https://phones.example.net/p/${await phones.keyOf(id)}/`;
  const login = { username: LOGIN.httpUsername ?? '', password: LOGIN.httpPassword ?? '' };
  return { id, phone, known: { numbers: accounts.map(({ number }) => number), mac, url, login } };
}

/** Preview and phone against the rule; the text that people saw. */
async function compare(each: Plan, { id, phone, known }: Desk, profiles: readonly Profile[], before: string | null): Promise<string> {
  const { profile, whose } = templateFor(each, phone);
  const pieces = piecesOf(each, profile, titleOf(profile, whose));
  const expected = renderSlowly(each, phone, pieces, { ...known, profiles }, true);
  const leaf = profiles.at(-1);
  const preview = () => desks.ask<Preview>(`/${leaf?.id}/versions/${leaf?.version}/preview`, { deviceId: id });
  const [file] = (await preview()).files;
  expect(file).toMatchObject({ file: FILE, format: each.format, profile: profiles[profile], refusal: null, text: expected.text });
  expect(file?.values).toEqual(expected.values);
  const difference = file?.lastGiven?.difference;
  expect(difference ? applyPatch(before ?? '', difference) : before).toBe(before === null ? null : expected.text);
  const { status, body } = await curl(`${phones.service.url}/p/${known.url.split('/').at(-2)}/${known.mac}.cfg`, ...OVER_HTTPS, ...SIGNED_IN);
  expect([status, body.toString()]).toEqual([200, renderSlowly(each, phone, pieces, { ...known, profiles }, false).text]);
  expect((await preview()).files[0]?.lastGiven?.difference).toBe('');
  return expected.text;
}

/** Another version of one profile, in which one value is another; secrets stay where they are not sent again. */
async function changed(each: Plan, profiles: readonly Profile[]): Promise<{ readonly plan: Plan; readonly profiles: readonly Profile[] }> {
  const { variable = 0, value } = each.later ?? {};
  const at = each.variables[variable]?.owner ?? 0;
  const variables = each.variables.map((one, index) => (index === variable ? { ...one, said: one.said.with(at, value) } : one));
  const after = { ...each, variables };
  const secrets = each.variables.flatMap((one, index) =>
    one.type === 'secret' && index !== variable && one.owner <= at && one.said[at] !== undefined ? [[one.name, { secret: true }]] : [],
  );
  const id = profiles[at]?.id ?? '';
  await desks.ask(`/${id}/versions`, { basedOn: 1, values: { ...valuesOf(after, at), ...Object.fromEntries(secrets) } });
  await desks.ask(`/${id}/versions/2/publish`);
  return { plan: after, profiles: profiles.map((profile, index) => (index === at ? { ...profile, version: 2 } : profile)) };
}

describe('what phones get (PRV-01, PRV-02)', () => {
  it(
    'is what the rule of the layers says: the same values, each from the same layer, and the same bytes as previewed with its secrets put in',
    async () => {
      await fc.assert(
        fc.asyncProperty(plan, async (each) => {
          const profiles = await profilesOf(each);
          const customerId = newId();
          const accounts = await accountsOf(each, customerId);
          for (const phone of each.phones) {
            const desk = await deskOf(phone, profiles.at(-1)?.id ?? '', customerId, accounts);
            const seen = await compare(each, desk, profiles, null);
            if (each.later === null || phone !== each.phones.at(-1)) continue;
            const after = await changed(each, profiles);
            await compare(after.plan, desk, after.profiles, seen);
          }
        }),
        WAY,
      );
    },
    WAY.numRuns * SECONDS_A_RUN * 1_000,
  );
});
