import type { ShippedVendor } from '../shipped-model.js';

/**
 * Lines: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_panasonic/v01_133/plugin-info, of KX-UT123 and KX-UT136; of the others no document was read. Files and events: Panasonic's administrator guides of
 * KX-UT and KX-UTG. Prefixes: IEEE's registry.
 */
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
    { name: 'KX-UT136', ports: 6 },
    { name: 'KX-UT248', ports: 6 },
    { name: 'KX-TGP600', ports: 8, dectBase: true },
  ],
};
