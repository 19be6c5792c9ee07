import type { ShippedVendor } from '../shipped-model.js';

/**
 * Lines and expansion modules: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_aastra/v5_1_0 and v8_2_0/plugin-info. Files: Mitel's administrator guide of the 6800 and 6900
 * series, release 5.1. Prefixes: IEEE's registry.
 */
export const mitel: ShippedVendor = {
  vendor: 'Mitel',
  macPrefixes: ['00085D', '08000F', '1400E9'],
  configFiles: ['{MAC}.cfg'],
  resyncEvent: 'check-sync',
  rebootEvent: 'check-sync',
  models: [
    { name: '6863', ports: 2 },
    { name: '6865', ports: 24, expansionModules: 3 },
    { name: '6867', ports: 24, expansionModules: 3 },
    { name: '6869', ports: 24, expansionModules: 3 },
    { name: '6920', ports: 24, expansionModules: 3 },
    { name: '6930', ports: 24, expansionModules: 3 },
    { name: '6940', ports: 24, expansionModules: 3 },
  ],
};
