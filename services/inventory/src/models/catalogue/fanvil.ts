import type { ShippedVendor } from '../shipped-model.js';

/**
 * Lines: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_fanvil/v2_3 and serie_x/plugin-info; of X1S and X3U no document was read. Files: Fanvil's Auto Provision Standard. Prefixes: IEEE's registry.
 */
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
