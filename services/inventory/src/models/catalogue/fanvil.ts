import type { ShippedVendor } from '../shipped-model.js';

/** Fanvil's Auto Provision Standard, the data sheets of the X series (SIP lines) and IEEE's registry (prefixes). */
export const fanvil: ShippedVendor = {
  vendor: 'Fanvil',
  macPrefixes: ['0C383E'],
  configFiles: ['{mac}.cfg'],
  resyncEvent: 'check-sync',
  rebootEvent: 'check-sync;reboot=true',
  models: [
    { name: 'X1S', ports: 2 },
    { name: 'X3S', ports: 2 },
    { name: 'X3U', ports: 6 },
    { name: 'X4U', ports: 12 },
    { name: 'X5U', ports: 16 },
    { name: 'X6U', ports: 20 },
    { name: 'X7', ports: 20 },
    { name: 'X210', ports: 20 },
  ],
};
