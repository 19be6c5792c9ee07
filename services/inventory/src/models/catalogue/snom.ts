import type { ShippedVendor } from '../shipped-model.js';

/**
 * Identities: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_snom/v8_9_3_80, v10_1_54_13 and v05_20_0001/plugin-info. Files and events: Snom's wiki, "Auto Provisioning". Prefixes: IEEE's registry.
 */
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
