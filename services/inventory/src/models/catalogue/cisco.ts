import type { ShippedVendor } from '../shipped-model.js';

/** Cisco's provisioning and administration guides of the 6800, 7800 and 8800 multiplatform series, SPA500 and ATA (lines, file names) and IEEE's registry (prefixes). */
export const cisco: ShippedVendor = {
  vendor: 'Cisco',
  macPrefixes: ['00AA6E', '00562B', '8843E1', '88019F', '708105'],
  configFiles: ['{psn}.xml', '{mac}.cfg'],
  resyncEvent: 'resync',
  rebootEvent: 'reboot_now',
  models: [
    { name: '6821', ports: 2 },
    { name: '6841', ports: 4 },
    { name: '6851', ports: 4, expansionModules: 2 },
    { name: '6861', ports: 4 },
    { name: '6871', ports: 6 },
    { name: '7811', ports: 1 },
    { name: '7821', ports: 2 },
    { name: '7841', ports: 4 },
    { name: '7861', ports: 16 },
    { name: '8811', ports: 10 },
    { name: '8841', ports: 10 },
    { name: '8845', ports: 10 },
    { name: '8851', ports: 10, expansionModules: 3 },
    { name: '8861', ports: 10, expansionModules: 3 },
    { name: '8865', ports: 10, expansionModules: 3 },
    { name: 'SPA504G', ports: 4 },
    { name: 'ATA 191', ports: 2 },
    { name: 'ATA 192', ports: 2 },
  ],
};
