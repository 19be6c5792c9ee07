import type { ShippedVendor } from '../shipped-model.js';

/**
 * Handsets: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_gigaset/N510 and Nx70_83_v2_65_0/plugin-info; an N870 manages up to 250 with further bases, 20 by itself. Files and events: Gigaset's wiki,
 * "Provisioning" and "check-sync". Prefixes: IEEE's registry.
 */
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
