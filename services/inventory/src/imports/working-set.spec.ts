import { deviceOf } from '../../test/support/import-rows.js';
import { WorkingSet } from './working-set.js';

const added = deviceOf({ id: 'added', name: 'Phone 1', mac: '001420FF3C52' });
const nothing = { devices: [], sites: new Map<string, string>() };

describe('a working set', () => {
  it('knows of devices that may not be seen only that their name and MAC address are in use (DIR-03)', () => {
    const set = new WorkingSet(nothing, { names: ['phone 1'], macs: ['001420FF3C52'], profiles: [] });
    expect([set.deviceNamed('phone 1'), set.isNameHidden('phone 1'), set.isMacHidden('001420FF3C52')]).toEqual([undefined, true, true]);
  });

  it('frees what a removed device had, also where its keys were read while the chunk that added it was being written (IMP-05a)', () => {
    // The devices were read before that chunk was committed, the keys in use after.
    const set = new WorkingSet(nothing, { names: ['phone 1'], macs: ['001420FF3C52'], profiles: [] }).after([{ kind: 'created', device: added }]);
    expect(set.deviceNamed('phone 1')).toBe(added);
    set.remove(added);
    expect([set.deviceNamed('phone 1'), set.isNameHidden('phone 1'), set.isMacHidden('001420FF3C52')]).toEqual([undefined, false, false]);
  });
});
