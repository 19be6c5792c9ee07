import type { ShippedVendor } from '../shipped-model.js';

/**
 * Lines: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_grandstream/v1_0_7_81, v1_0_11_85 and v1_0_63_3/plugin-info; GXP2135 and GXP2170 by their line keys, of accounts they have 4 and 6; of HT812, HT814, HT818
 * and DP750 no document was read. Files: Grandstream's XML Provisioning Guide. Prefixes: IEEE's registry.
 */
export const grandstream: ShippedVendor = {
  vendor: 'Grandstream',
  macPrefixes: ['000B82', 'C074AD'],
  configFiles: ['cfg{mac}', 'cfg{mac}.xml', 'cfg.xml'],
  resyncEvent: 'check-sync',
  rebootEvent: 'check-sync;reboot=true',
  models: [
    { name: 'GXP1610', ports: 1 },
    { name: 'GXP1620', ports: 2 },
    { name: 'GXP1625', ports: 2 },
    { name: 'GXP1628', ports: 2 },
    { name: 'GXP1630', ports: 3 },
    { name: 'GXP2130', ports: 3 },
    { name: 'GXP2135', ports: 8 },
    { name: 'GXP2140', ports: 4, expansionModules: 4 },
    { name: 'GXP2160', ports: 6 },
    { name: 'GXP2170', ports: 12, expansionModules: 4 },
    { name: 'HT801', ports: 1 },
    { name: 'HT802', ports: 2 },
    { name: 'HT812', ports: 2 },
    { name: 'HT814', ports: 4 },
    { name: 'HT818', ports: 8 },
    { name: 'DP750', ports: 10, dectBase: true },
  ],
};
