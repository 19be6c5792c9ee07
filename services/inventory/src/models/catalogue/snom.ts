import type { ShippedVendor } from '../shipped-model.js';

/** Snom's wiki, Auto Provisioning and the data sheets of the D series (identities), and IEEE's registry (prefixes). */
export const snom: ShippedVendor = {
  vendor: 'Snom',
  macPrefixes: ['000413'],
  configFiles: ['snom{model}.htm', 'snom{model}-{MAC}.htm', '{MAC}.xml'],
  resyncEvent: 'check-sync;reboot=false',
  rebootEvent: 'check-sync;reboot=true',
  models: [
    { name: 'D120', ports: 2 },
    { name: 'D315', ports: 4 },
    { name: 'D345', ports: 12 },
    { name: 'D375', ports: 12, expansionModules: 3 },
    { name: 'D385', ports: 12, expansionModules: 3 },
    { name: 'D712', ports: 4 },
    { name: 'D717', ports: 6 },
    { name: 'D725', ports: 12 },
    { name: 'D735', ports: 12 },
    { name: 'D765', ports: 12 },
    { name: 'D785', ports: 12, expansionModules: 3 },
    { name: 'M300', ports: 20, dectBase: true },
  ],
};
