import type { ShippedVendor } from '../shipped-model.js';

/**
 * Lines: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_htek/v2_0_4_6_41/plugin-info. Files: Htek's wiki, "UC900 Series IP Phones Provisioning". Prefixes: IEEE's registry.
 */
export const htek: ShippedVendor = {
  vendor: 'Htek',
  macPrefixes: ['001FC1'],
  configFiles: ['cfg{mac}', 'cfg{mac}.xml'],
  resyncEvent: 'check-sync',
  rebootEvent: 'check-sync',
  models: [
    { name: 'UC902', ports: 4 },
    { name: 'UC903', ports: 6 },
    { name: 'UC912', ports: 4 },
    { name: 'UC923', ports: 8 },
    { name: 'UC924', ports: 12 },
    { name: 'UC926', ports: 16 },
  ],
};
