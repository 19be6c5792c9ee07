import type { ShippedVendor } from '../shipped-model.js';

/** Mitel's administrator guide of the 6800 and 6900 series SIP phones, release 5.1 (lines, file names) and IEEE's registry (prefixes). */
export const mitel: ShippedVendor = {
  vendor: 'Mitel',
  macPrefixes: ['00085D', '08000F', '1400E9'],
  configFiles: ['{MAC}.cfg'],
  resyncEvent: 'check-sync',
  rebootEvent: 'check-sync',
  models: [
    { name: '6863', ports: 2 },
    { name: '6865', ports: 9, expansionModules: 3 },
    { name: '6867', ports: 9, expansionModules: 3 },
    { name: '6869', ports: 24, expansionModules: 3 },
    { name: '6920', ports: 24, expansionModules: 3 },
    { name: '6930', ports: 24, expansionModules: 3 },
    { name: '6940', ports: 24, expansionModules: 3 },
  ],
};
