import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Change_Kind, type DeviceChanged, LifecycleState, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Cause, Device, DeviceStep, LifecycleState as State } from './device.js';
import { lifecycleState } from './device.js';
import { showMac } from './mac-address.js';

/** The records of a change: its state, and after a removal the tombstone; each takes the next number of the device. */
export function deviceRecords(step: DeviceStep, modelName: string): OutgoingRecord[] {
  const { device } = step;
  const cause = step.kind === 'deleted' ? step.cause : device.cause;
  const sequence = step.kind === 'deleted' ? device.version + 1 : device.version;
  const common = { topic: topics.devices, key: device.id, source: 'inventory', time: cause.at, headers: tenantHeaders(device) };
  const state = toRecord({ ...common, sequence, message: stateMessage(step, modelName, cause) });
  return step.kind === 'deleted' ? [state, toRecord({ ...common, sequence: sequence + 1, message: null })] : [state];
}

function tenantHeaders(device: Device): Record<string, string> {
  const reseller = device.managedBy ?? device.customerResellerId;
  return { ...(reseller && { rf_reseller: reseller }), ...(device.customerId && { rf_customer: device.customerId }) };
}

function stateMessage({ kind, device }: DeviceStep, modelName: string, cause: Cause): DeviceChanged {
  return {
    $typeName: 'ringfleet.inventory.v1.DeviceChanged',
    id: device.id,
    name: device.name,
    description: device.description ?? '',
    modelId: device.modelId,
    modelName,
    macAddress: device.mac === null ? '' : showMac(device.mac),
    managedBy: device.managedBy ?? '',
    sharedWithResellers: device.shared,
    customerId: device.customerId ?? '',
    customerResellerId: device.customerResellerId ?? '',
    siteId: device.siteId ?? '',
    profileId: device.profileId ?? '',
    inventoryId: device.inventoryId ?? '',
    customerOwned: device.customerOwned,
    totalPorts: device.totalPorts,
    freePorts: device.totalPorts - device.usedPorts,
    state: STATES[lifecycleState(device)],
    createdAt: timestampFromDate(device.createdAt),
    deleted: kind === 'deleted',
    change: changeMessage(kind, device, cause),
  };
}

function changeMessage(kind: DeviceStep['kind'], device: Device, cause: Cause): DeviceChanged['change'] {
  return {
    $typeName: 'ringfleet.common.v1.Change',
    byId: cause.byId,
    byName: cause.byName,
    at: timestampFromDate(cause.at),
    kind: kind === 'created' ? Change_Kind.CREATED : Change_Kind.DELETED,
    fields: kind === 'created' ? filledFields(device) : [],
    source: sourceMessage(cause),
  };
}

function sourceMessage(cause: Cause): NonNullable<DeviceChanged['change']>['source'] {
  switch (cause.source) {
    case 'import':
      return { case: 'import', value: { $typeName: 'ringfleet.common.v1.ImportSource', importId: cause.importId ?? '', row: cause.importRow ?? 0 } };
    case 'api':
      return { case: 'api', value: { $typeName: 'ringfleet.common.v1.ApiSource' } };
    case 'console':
      return { case: 'console', value: { $typeName: 'ringfleet.common.v1.ConsoleSource' } };
    default:
      return { case: 'system', value: { $typeName: 'ringfleet.common.v1.SystemSource' } };
  }
}

const STATES: Record<State, LifecycleState> = {
  inStock: LifecycleState.IN_STOCK,
  assigned: LifecycleState.ASSIGNED,
  inService: LifecycleState.IN_SERVICE,
  retired: LifecycleState.RETIRED,
};

/** Fields by their names in the history and the API; an event says which have a value. */
const FIELDS = {
  name: 'name',
  description: 'description',
  model: 'modelId',
  macAddress: 'mac',
  managedBy: 'managedBy',
  sharedWithResellers: 'shared',
  assignedTo: 'customerId',
  site: 'siteId',
  profile: 'profileId',
  inventoryId: 'inventoryId',
  customerOwned: 'customerOwned',
} as const satisfies Record<string, keyof Device>;
const FIELD_ENTRIES = Object.entries(FIELDS);
const filledFields = (device: Device): string[] =>
  FIELD_ENTRIES.filter(([, property]) => device[property] !== null && device[property] !== false).map(([field]) => field);
