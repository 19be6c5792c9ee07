import type { ShippedVendor } from '../shipped-model.js';

/** Htek's wiki, UC900 Series IP Phones Provisioning (models, file names), its data sheets (SIP accounts) and IEEE's registry (prefixes). */
export const htek: ShippedVendor = {
  vendor: 'Htek',
  macPrefixes: ['001FC1'],
  configFiles: ['cfg{mac}', 'cfg{mac}.xml'],
  resyncEvent: 'check-sync',
  rebootEvent: 'check-sync',
  models: [
    { name: 'UC902', ports: 2 },
    { name: 'UC903', ports: 3 },
    { name: 'UC912', ports: 4 },
    { name: 'UC923', ports: 3 },
    { name: 'UC924', ports: 4 },
    { name: 'UC926', ports: 6 },
  ],
};
