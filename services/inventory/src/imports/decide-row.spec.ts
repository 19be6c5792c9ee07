import { Sealer } from '@ringfleet/secrets';
import { deviceOf, PHONE, PROVIDER, refsOf, reseller, NORTH, rowOf } from '../../test/support/import-rows.js';
import type { Device } from '../devices/device.js';
import { type Decision, decideRow } from './decide-row.js';
import { placementOf } from './placement.js';
import { Vault } from './vault.js';
import type { Unseen } from './working-set.js';
import { WorkingSet } from './working-set.js';

const IMPORT = '019aa5a0-0000-7000-8000-0000000000aa';
const vault = new Vault(new Sealer([{ id: 'test', key: new Uint8Array(32) }]));
const nothing: Unseen = { names: [], macs: [], profiles: [] };

/** Judges the rows one after the other, as the rows above left the devices. */
function decide(
  rows: readonly ReturnType<typeof rowOf>[],
  devices: readonly Device[] = [],
  { uploader = PROVIDER, unseen = nothing, sites = new Map<string, string>() } = {},
): Decision[] {
  const set = new WorkingSet({ devices, sites }, unseen);
  const refs = refsOf();
  const cause = (row: number): Device['cause'] => ({ byId: '', byName: '', at: new Date(0), source: 'import', importId: IMPORT, importRow: row });
  return rows.map((row) => decideRow(row, { refs, set, importId: IMPORT, uploader, cause, vault, placements: (one) => placementOf(one, refs, uploader) }));
}

const add = (cells: Parameters<typeof rowOf>[0], row = 2) => rowOf({ action: 'Add', model: 'Cisco 6821', ...cells }, row);
const reasons = (decision: Decision | undefined) => (decision?.outcome === 'rejected' ? decision.reasons : []);
const codes = (decision: Decision | undefined): string[] => reasons(decision).map(({ column, code }) => `${column} ${code}`);

describe('a row', () => {
  it('meets the devices as the rows above left them: Remove A, then Add B with the MAC address of A (IMP-05a)', () => {
    const there = deviceOf({ id: 'a', name: 'A', mac: '001420FF3C52' });
    const remove = rowOf({ action: 'Remove', name: 'a' });
    const addB = add({ name: 'B', mac: '00:14:20:ff:3c:52' });
    expect(decide([remove, addB], [there]).map(({ outcome }) => outcome)).toEqual(['removed', 'added']);
    expect(decide([addB, remove], [there]).map(({ outcome }) => outcome)).toEqual(['rejected', 'removed']);
  });

  it('has every reason that its name gives (IMP-05)', () => {
    expect(codes(decide([add({ name: `${'n'.repeat(65)}\u0007`, mac: '001420FF3C52' })])[0])).toEqual(['name bad_name', 'name value_too_long']);
  });

  it('is told of the earlier row of its own file that has the name or MAC address, and of no row of another file (IMP-07)', () => {
    const [, again] = decide([add({ name: 'A', mac: '001420FF3C52' }, 2), add({ name: 'A', mac: '001420FF3C52', description: 'Other' }, 3)]);
    expect(reasons(again).map(({ message }) => message)).toEqual([expect.stringContaining('added by row 2,'), expect.stringContaining('added by row 2, has')]);
    const there = deviceOf({ id: 'a', name: 'A', cause: { byId: '', byName: '', at: new Date(0), source: 'import', importId: 'another', importRow: 1 } });
    const [other] = decide([add({ name: 'A', mac: '001420FF3C52' }, 3)], [there]);
    expect(reasons(other)[0]?.message).not.toContain('row 1');
  });

  it('is unchanged where a device has a profile that its uploader may not see, and its export an empty cell (IMP-02a, EXP-01)', () => {
    const there = deviceOf({ id: 'a', name: 'A', mac: '001420FF3C52', shared: true, profileId: 'of-the-provider' });
    const row = add({ name: 'A', mac: '001420FF3C52', managedBy: 'Administrator only', shared: 'Y', profile: '' });
    expect(decide([row], [there], { uploader: reseller(NORTH), unseen: { ...nothing, profiles: ['of-the-provider'] } })[0]?.outcome).toBe('unchanged');
    expect(decide([row], [there])[0]?.outcome).toBe('rejected');
  });

  it('is unchanged in a file that has sites but not their customers (IMP-05)', () => {
    const there = deviceOf({ id: 'a', name: 'A', mac: '001420FF3C52', modelId: PHONE.id, customerId: 'somebody', siteId: 'refinery' });
    const sites = new Map([['refinery', 'refinery']]);
    expect(decide([add({ name: 'A', mac: '001420FF3C52', site: 'Refinery' })], [there], { sites })[0]?.outcome).toBe('unchanged');
    expect(decide([add({ name: 'A', mac: '001420FF3C52', site: 'Office' })], [there], { sites })[0]?.outcome).toBe('rejected');
  });

  it('of a Remove is judged by Name, MAC address and Device model alone (IMP-05a)', () => {
    const there = deviceOf({ id: 'a', name: 'A', mac: '001420FF3C52', usedPorts: 1 });
    const ignored = { managedBy: 'Nobody', customer: 'Nobody', shared: 'perhaps', site: 'Nowhere' };
    expect(codes(decide([rowOf({ action: 'Retirer', name: 'a', mac: '001420FF3C53', model: 'No such', ...ignored })], [there])[0])).toEqual([
      'name port_in_use',
      'model row_disagrees_with_device',
      'mac row_disagrees_with_device',
    ]);
    expect(codes(decide([rowOf({ action: 'Remove', name: 'B', mac: 'none' })])[0])).toEqual(['name device_not_found', 'mac bad_mac']);
  });
});
