import type { ShippedVendor } from '../shipped-model.js';

/**
 * Lines and expansion modules: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_polycom/v6_4_6/plugin-info. Files: Poly's community, "What files does my phone download". Prefixes: IEEE's registry.
 */
export const poly: ShippedVendor = {
  vendor: 'Poly',
  macPrefixes: ['0004F2', '64167F', '482567'],
  configFiles: ['{mac}.cfg', '000000000000.cfg'],
  resyncEvent: 'check-sync',
  rebootEvent: 'check-sync',
  models: [
    { name: 'VVX 150', ports: 2 },
    { name: 'VVX 250', ports: 4 },
    { name: 'VVX 350', ports: 6 },
    { name: 'VVX 450', ports: 12, expansionModules: 3 },
    { name: 'VVX 301', ports: 6 },
    { name: 'VVX 311', ports: 6 },
    { name: 'VVX 401', ports: 12 },
    { name: 'VVX 411', ports: 12 },
    { name: 'VVX 501', ports: 12, expansionModules: 3 },
    { name: 'VVX 601', ports: 16, expansionModules: 3 },
  ],
};
