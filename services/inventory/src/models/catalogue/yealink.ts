import type { ShippedVendor } from '../shipped-model.js';

/**
 * Lines: wazo-platform/wazo-provd-plugins at 2321a3f, plugins/wazo_yealink/v83 to v87/plugin-info; T19P is there with 1 and with 2, T53W with 12 and with 16, of which the lower is
 * taken; of T31P and T33G no document was read. Files and events: Yealink's administrator and auto-provisioning guides of the T2, T4 and T5 series. Prefixes: IEEE's registry.
 */
export const yealink: ShippedVendor = {
  vendor: 'Yealink',
  macPrefixes: ['001565', '805EC0', '805E0C', '249AD8', '44DBD2'],
  configFiles: ['{mac}.boot', 'y000000000000.boot', '{mac}.cfg'],
  resyncEvent: 'check-sync;reboot=false',
  rebootEvent: 'check-sync;reboot=true',
  models: [
    { name: 'SIP-T19P E2', ports: 1 },
    { name: 'SIP-T21P E2', ports: 2 },
    { name: 'SIP-T23G', ports: 3 },
    { name: 'SIP-T27G', ports: 6 },
    { name: 'SIP-T29G', ports: 16, expansionModules: 6 },
    { name: 'SIP-T31P', ports: 2 },
    { name: 'SIP-T33G', ports: 4 },
    { name: 'SIP-T40G', ports: 3 },
    { name: 'SIP-T41S', ports: 6 },
    { name: 'SIP-T42S', ports: 12 },
    { name: 'SIP-T43U', ports: 12, expansionModules: 3 },
    { name: 'SIP-T46S', ports: 16, expansionModules: 6 },
    { name: 'SIP-T46U', ports: 16, expansionModules: 3 },
    { name: 'SIP-T48S', ports: 16, expansionModules: 6 },
    { name: 'SIP-T48U', ports: 16, expansionModules: 3 },
    { name: 'SIP-T53W', ports: 12, expansionModules: 3 },
    { name: 'SIP-T54W', ports: 16, expansionModules: 3 },
    { name: 'SIP-T57W', ports: 16, expansionModules: 3 },
    { name: 'SIP-T58W', ports: 16, expansionModules: 3 },
    { name: 'CP920', ports: 1 },
    { name: 'W60B', ports: 8, dectBase: true },
  ],
};
