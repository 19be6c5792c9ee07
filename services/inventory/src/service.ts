import { topics } from '@ringfleet/contracts';
import type { ServiceCard } from '@ringfleet/service-kit';
import { demo } from './demo.js';
import { DeviceListQueries } from './device-stream/device-list-queries.js';
import { InventoryModule } from './inventory.module.js';
import { FindModels, modelQueries } from './models/find-models.js';
import { Inventory0001 } from './migrations/0001-inventory.js';
import { Inventory0002 } from './migrations/0002-access.js';
import { Inventory0003 } from './migrations/0003-tied-devices.js';
import { Inventory0004Requests } from './migrations/0004-requests.js';
import { Inventory0005DeviceSecrets } from './migrations/0005-device-secrets.js';
import { Inventory0006DeviceList } from './migrations/0006-device-list.js';
import { Inventory0007ModelFacts } from './migrations/0007-model-facts.js';
import { Inventory0008DeviceReferences } from './migrations/0008-device-references.js';
import { Inventory0009DeviceBatches } from './migrations/0009-device-batches.js';
import { Inventory0010AsOf } from './migrations/0010-as-of.js';
import { Inventory0011CustomFields } from './migrations/0011-custom-fields.js';
import { Inventory0012DeviceLines } from './migrations/0012-device-lines.js';
import { Inventory0013DeviceCounts } from './migrations/0013-device-counts.js';
import { Inventory0014DeviceStatuses } from './migrations/0014-device-statuses.js';
import { Inventory0015ClosingProfiles } from './migrations/0015-closing-profiles.js';
import { Inventory0016StatusOrder } from './migrations/0016-status-order.js';
import { deviceQueries, FindDeviceUses } from './references/find-device-uses.js';

/** Owns devices, models, ports and their history; applies the rows of imports. */
export const inventory: ServiceCard = {
  name: 'inventory',
  module: InventoryModule,
  entities: [],
  migrations: [
    { name: '0001-inventory', class: Inventory0001 },
    { name: '0002-access', class: Inventory0002 },
    { name: '0003-tied-devices', class: Inventory0003 },
    { name: '0004-requests', class: Inventory0004Requests },
    { name: '0005-device-secrets', class: Inventory0005DeviceSecrets },
    { name: '0006-device-list', class: Inventory0006DeviceList },
    { name: '0007-model-facts', class: Inventory0007ModelFacts },
    { name: '0008-device-references', class: Inventory0008DeviceReferences },
    { name: '0009-device-batches', class: Inventory0009DeviceBatches },
    { name: '0010-as-of', class: Inventory0010AsOf },
    { name: '0011-custom-fields', class: Inventory0011CustomFields },
    { name: '0012-device-lines', class: Inventory0012DeviceLines },
    { name: '0013-device-counts', class: Inventory0013DeviceCounts },
    { name: '0014-device-statuses', class: Inventory0014DeviceStatuses },
    { name: '0015-closing-profiles', class: Inventory0015ClosingProfiles },
    { name: '0016-status-order', class: Inventory0016StatusOrder },
  ],
  says: [topics.devices, topics.deviceSecrets, topics.models, topics.customFields, topics.importOutcomes, topics.batches],
  hears: [topics.tenants, topics.accounts, topics.users, topics.profiles, topics.registrations, topics.importRows],
  paths: [
    '/api/v1/devices',
    '/api/v1/device-batches',
    '/api/v1/models',
    '/api/v1/custom-fields',
    '/api/v1/access',
    '/api/v1/reports/devices',
    '/api/v1/reports/site-inventory.csv',
  ],
  queries: (app) => (router) => {
    deviceQueries(app.get(FindDeviceUses))(router);
    app.get(DeviceListQueries).routes(router);
    modelQueries(app.get(FindModels))(router);
  },
  demo,
};
