import type { ShippedVendor } from '../shipped-model.js';

/** Panasonic's administrator's guides of KX-HDV, KX-UT and KX-TGP (lines, file names) and IEEE's registry (prefixes). */
export const panasonic: ShippedVendor = {
  vendor: 'Panasonic',
  macPrefixes: ['0080F0', 'BCC342'],
  configFiles: ['Config{MAC}.cfg'],
  resyncEvent: 'check-sync',
  rebootEvent: 'check-sync',
  models: [
    { name: 'KX-HDV100', ports: 1 },
    { name: 'KX-HDV130', ports: 2 },
    { name: 'KX-HDV230', ports: 6, expansionModules: 5 },
    { name: 'KX-HDV330', ports: 12, expansionModules: 5 },
    { name: 'KX-HDV430', ports: 16, expansionModules: 5 },
    { name: 'KX-UT123', ports: 2 },
    { name: 'KX-UT136', ports: 4 },
    { name: 'KX-UT248', ports: 6 },
    { name: 'KX-TGP600', ports: 8, dectBase: true },
  ],
};
