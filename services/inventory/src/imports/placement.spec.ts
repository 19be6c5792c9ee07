import { ALPINE, customerOf, NORTH, PHONE, PROVIDER, refsOf, reseller, rowOf } from '../../test/support/import-rows.js';
import type { LoadedReferences } from './references.js';
import { placementOf } from './placement.js';

const SHARED = { id: 'shared', name: 'T21', nameKey: 't21', ownerResellerId: null, shared: true, modelIds: [PHONE.id] };
const codes = (cells: Parameters<typeof rowOf>[0], uploader = PROVIDER, more: Partial<LoadedReferences> = {}): string[] =>
  placementOf(rowOf({ model: 'Cisco 6821', ...cells }), refsOf(more), uploader).reasons.map(({ column, code }) => `${column} ${code}`);

describe('where a row puts its device', () => {
  it('is judged cell by cell for a customer: each that says something else is not permitted (IMP-02b)', () => {
    expect(codes({ managedBy: 'Harbour', customer: 'Nobody', shared: 'Y' }, customerOf(NORTH, ALPINE))).toEqual([
      'managedBy not_permitted',
      'shared not_permitted',
      'customer not_permitted',
    ]);
    expect(codes({ managedBy: 'North', customer: 'North / Alpine', shared: 'N' }, customerOf(NORTH, ALPINE))).toEqual([]);
  });

  it('gives a customer no choice of profiles, of which it sees the names only (DIR-02a, PRV-01)', () => {
    expect(codes({ profile: 'T21' }, customerOf(NORTH, ALPINE), { profiles: [SHARED] })).toEqual(['profile profile_not_usable']);
    expect(codes({ profile: 'T21' }, PROVIDER, { profiles: [SHARED] })).toEqual([]);
  });

  it('looks for the customer among those of whoever manages the device, also if another is called like reseller and customer together (IMP-02a)', () => {
    const direct = { id: 'direct', name: 'North / Alpine', nameKey: 'north / alpine', resellerId: null, permission: 'modify' as const };
    const alpine = { ...direct, id: ALPINE, name: 'Alpine', nameKey: 'alpine', resellerId: NORTH };
    const of = (managedBy: string, shared = 'N') =>
      placementOf(rowOf({ model: 'Cisco 6821', managedBy, shared, customer: 'North / Alpine' }), refsOf({ customers: [direct, alpine] }), PROVIDER);
    expect(of('North').customer?.id).toBe(ALPINE);
    expect(of('').customer?.id).toBe('direct');
    expect(of('', 'Y').reasons.map(({ code }) => code)).toEqual(['ambiguous_customer']);
    expect(of('Harbour').reasons.map(({ code }) => code)).toEqual(['customer_of_another_reseller']);
  });

  it('says every reason there is and none that rests on a wrong cell (IMP-05, IMP-05a)', () => {
    expect(codes({ managedBy: 'Nobody', customer: 'Alpine', site: 'Head office', profile: 'No such', customerOwned: 'perhaps' })).toEqual([
      'managedBy unknown_reseller',
      'profile unknown_profile',
      'customerOwned bad_yes_no',
    ]);
    expect(codes({ managedBy: 'Harbour', customer: 'Alpine', site: 'Head office' })).toEqual(['customer customer_of_another_reseller']);
  });

  it('is the same for all rows that put theirs there, whatever they are called: each is told of its own cells (IMP-07)', () => {
    const cells = { model: 'Cisco 6821', managedBy: 'Nobody', customer: 'Alpine', profile: 'No such' };
    for (const standing of ['modify', 'view', 'none', 'gone'] as const) {
      const placed = (name: string) => placementOf(rowOf({ name, mac: name, description: name, ...cells }), refsOf({ standing }), reseller(NORTH));
      expect(placed('Phone 2')).toEqual(placed('Phone 1'));
    }
  });
});
