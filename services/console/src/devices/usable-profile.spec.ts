import { describe, expect, it } from '@jest/globals';
import { isUsableProfile } from './usable-profile.js';

const PROVIDER = { reseller: null };
const NORTH = { reseller: { id: 'north', name: 'North Telecom' } };

const profile = (ownerResellerId: string | null, shared = false): Parameters<typeof isUsableProfile>[0] => ({
  id: 'p',
  version: 1,
  modelIds: ['t54w'],
  ownerResellerId,
  shared,
});

describe('the profiles that a phone is offered (PRV-01)', () => {
  it('are for its model, or any while it has none', () => {
    expect(isUsableProfile(profile(null), { model: 't54w', manager: null }, PROVIDER)).toBe(true);
    expect(isUsableProfile(profile(null), { model: '6821', manager: null }, PROVIDER)).toBe(false);
    expect(isUsableProfile(profile(null), { model: undefined, manager: null }, PROVIDER)).toBe(true);
  });

  it('are the provider’s on its own phones, and of those the shared ones on a reseller’s', () => {
    expect(isUsableProfile(profile(null), { model: 't54w', manager: 'north' }, PROVIDER)).toBe(false);
    expect(isUsableProfile(profile(null, true), { model: 't54w', manager: 'north' }, PROVIDER)).toBe(true);
    expect(isUsableProfile(profile('north'), { model: 't54w', manager: 'north' }, PROVIDER)).toBe(false);
  });

  it('are for a reseller its own and the shared ones, on its own phones', () => {
    expect(isUsableProfile(profile('north'), { model: 't54w', manager: 'north' }, NORTH)).toBe(true);
    expect(isUsableProfile(profile(null, true), { model: 't54w', manager: 'north' }, NORTH)).toBe(true);
    expect(isUsableProfile(profile(null), { model: 't54w', manager: 'north' }, NORTH)).toBe(false);
    expect(isUsableProfile(profile('north'), { model: 't54w', manager: null }, NORTH)).toBe(false);
  });
});
