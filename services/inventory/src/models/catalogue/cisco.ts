import type { ShippedVendor } from '../shipped-model.js';

/**
 * Lines and expansion modules: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_cisco_sip/v11_3_1, v12_0_7, v11_1_0 and wazo_cisco_spa/v7_5_5/plugin-info; of 8845 and 8865 no document was read. Files and
 * events: Cisco's administration and provisioning guides of the 6800 and 8800 multiplatform series. Prefixes: IEEE's registry.
 */
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
    { name: '8851', ports: 10, expansionModules: 2 },
    { name: '8861', ports: 10, expansionModules: 3 },
    { name: '8865', ports: 10, expansionModules: 3 },
    { name: 'SPA504G', ports: 4, configFiles: ['spa504G.cfg', '{mac}.xml'] },
    { name: 'ATA 191', ports: 2 },
    { name: 'ATA 192', ports: 2 },
  ],
};
