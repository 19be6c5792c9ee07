import type { ShippedVendor } from '../shipped-model.js';

/** Gigaset's wiki, Provisioning and check-sync (file names, events), the data sheets of the N series (handsets) and IEEE's registry (prefixes). */
export const gigaset: ShippedVendor = {
  vendor: 'Gigaset',
  macPrefixes: ['7C2F80', '589EC6'],
  configFiles: ['{mac}.xml'],
  resyncEvent: 'check-sync;reboot=false',
  rebootEvent: 'check-sync;reboot=true',
  models: [
    { name: 'N510 IP PRO', ports: 6, dectBase: true },
    { name: 'N610 IP PRO', ports: 8, dectBase: true },
    { name: 'N670 IP PRO', ports: 20, dectBase: true },
    { name: 'N870 IP PRO', ports: 20, dectBase: true, dectMulticell: true },
  ],
};
