// Real: the service with its PostgreSQL, row-level security and HTTP; directory and inventory answer as the test says.
import { newId } from '@ringfleet/kernel';
import type { Who } from '@ringfleet/testing/service-harness';
import { HARBOUR, NORTH, ProfilesWorld, type ProfileView, T54 } from './support/profiles-world.js';

const CALLERS: Readonly<Record<string, Who>> = {
  administrator: {},
  operator: { role: 'operator' },
  north: { resellerId: NORTH },
  harbour: { resellerId: HARBOUR },
  'customer of north': { resellerId: NORTH, customerId: newId() },
  'direct customer': { customerId: newId() },
  'user of north': { resellerId: NORTH, customerId: newId(), role: 'customer-user' },
};

const OWNERS: Readonly<Record<string, { readonly as: Who; readonly shared: boolean }>> = {
  provider: { as: {}, shared: false },
  'provider, shared': { as: {}, shared: true },
  north: { as: { resellerId: NORTH }, shared: false },
  harbour: { as: { resellerId: HARBOUR }, shared: false },
};

// What each caller, in the order above, is answered of a profile of each owner.
const ANSWERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  see: {
    provider: '200 200 404 404 404 200 403',
    'provider, shared': '200 200 200 200 200 200 403',
    north: '200 200 200 404 200 404 403',
    harbour: '200 200 404 200 404 404 403',
  },
  'see a published version': {
    provider: '200 200 404 404 403 403 403',
    'provider, shared': '200 200 200 200 403 403 403',
    north: '200 200 200 404 403 403 403',
    harbour: '200 200 404 200 403 403 403',
  },
  'see a draft': {
    provider: '200 200 404 404 403 403 403',
    'provider, shared': '200 200 404 404 403 403 403',
    north: '200 200 200 404 403 403 403',
    harbour: '200 200 404 200 403 403 403',
  },
  change: {
    provider: '200 403 404 404 403 403 403',
    'provider, shared': '200 403 403 403 403 403 403',
    north: '200 403 200 404 403 403 403',
    harbour: '200 403 404 200 403 403 403',
  },
  'make a draft': {
    provider: '201 403 404 404 403 403 403',
    'provider, shared': '201 403 403 403 403 403 403',
    north: '201 403 201 404 403 403 403',
    harbour: '201 403 404 201 403 403 403',
  },
  publish: {
    provider: '200 403 404 404 403 403 403',
    'provider, shared': '200 403 403 403 403 403 403',
    north: '200 403 200 404 403 403 403',
    harbour: '200 403 404 200 403 403 403',
  },
  'ask what uses it': {
    provider: '200 403 404 404 403 403 403',
    'provider, shared': '200 403 403 403 403 403 403',
    north: '200 403 200 404 403 403 403',
    harbour: '200 403 404 200 403 403 403',
  },
  // With a profile of its own: an administrator's is the provider's.
  'inherit from it': {
    provider: '201 403 422 422 403 403 403',
    'provider, shared': '201 403 201 201 403 403 403',
    north: '422 403 201 422 403 403 403',
    harbour: '422 403 422 201 403 403 403',
  },
  delete: {
    provider: '204 403 404 404 403 403 403',
    'provider, shared': '204 403 403 403 403 403 403',
    north: '204 403 204 404 403 403 403',
    harbour: '204 403 404 204 403 403 403',
  },
};

let world: ProfilesWorld;
let made = 0;

beforeAll(async () => {
  world = await ProfilesWorld.start();
});
afterAll(() => world.service.stop());

const HOW: Readonly<Record<string, (id: string, as: Who) => Promise<{ readonly status: number }>>> = {
  see: (id, as) => world.request('GET', `/${id}`, { as }),
  'see a published version': (id, as) => world.request('GET', `/${id}/versions/1`, { as }),
  'see a draft': (id, as) => world.request('GET', `/${id}/versions/2`, { as }),
  change: (id, as) => world.request('PATCH', `/${id}`, { as, body: { name: `Changed ${(made += 1)}` } }),
  'make a draft': (id, as) => world.draft(id, {}, as),
  publish: (id, as) => world.request('POST', `/${id}/versions/1/publish`, { as }),
  'ask what uses it': (id, as) => world.request('GET', `/${id}/uses`, { as }),
  'inherit from it': (parentId, as) => world.request('POST', '', { as, body: { name: `Child ${(made += 1)}`, modelIds: [T54], parentId } }),
  delete: (id, as) => world.request('DELETE', `/${id}`, { as }),
};

const kept = new Map<string, Promise<ProfileView>>();

/** A profile of that owner with a published version and a draft; the same until it is deleted. */
function profileOf(owner: string): Promise<ProfileView> {
  const profile = kept.get(owner) ?? makeProfile(owner);
  kept.set(owner, profile);
  return profile;
}

async function makeProfile(owner: string): Promise<ProfileView> {
  const { as, shared } = OWNERS[owner] ?? { as: {}, shared: false };
  const profile = await world.profile({ name: `Matrix ${(made += 1)}`, shared }, as);
  await world.publish(profile.id, {}, as);
  await world.draft(profile.id, {}, as);
  return profile;
}

describe('the owner rule (PRV-01, DIR-02a)', () => {
  it.each(Object.entries(ANSWERS).flatMap(([act, owners]) => Object.entries(owners).map(([owner, answers]) => [act, owner, answers] as const)))(
    'says who may %s where it is of %s',
    async (act, owner, answers) => {
      const ask = HOW[act];
      if (act === 'delete') kept.delete(owner); // others inherit from that one by now
      const told: number[] = [];
      for (const as of Object.values(CALLERS)) {
        const { status } = (await ask?.((await profileOf(owner)).id, as)) ?? { status: 0 };
        if (status === 204) kept.delete(owner);
        told.push(status);
      }
      expect(told.join(' ')).toBe(answers);
    },
  );
});
