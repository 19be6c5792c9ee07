import type { ShippedVendor } from '../shipped-model.js';

/** Polycom UC software administrator's guides and VVX data sheets (lines), Poly's list of the files that a phone asks for, and IEEE's registry (prefixes). */
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
