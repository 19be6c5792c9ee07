import { toBinary } from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { Change_Kind, type DeviceChanged, DeviceChangesSchema, LifecycleState, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import { customColumn } from '../fields/custom-column.js';
import { differingFields } from '../fields/custom-field.js';
import type { Cause, Device, DeviceStep, LifecycleState as State } from './device.js';
import { lifecycleState } from './device.js';
import { secretRecords } from './write-secrets.js';
import { showMac } from './mac-address.js';

/** The records of changes: of each its state, and after a removal the tombstone; each takes the next number of the device. */
export function deviceRecords(steps: readonly DeviceStep[], modelName: (modelId: string) => string): OutgoingRecord[] {
  const states = encodeAll(steps.map((step) => stateMessage(step, modelName(step.device.modelId), causeOf(step))));
  return steps.flatMap((step, index) => [...recordsOf(step, states[index]), ...secretRecords(step)]);
}

const causeOf = (step: DeviceStep): Cause => (step.kind === 'deleted' ? step.cause : step.device.cause);

function recordsOf(step: DeviceStep, encoded: Uint8Array | undefined): OutgoingRecord[] {
  const { device } = step;
  const common = { topic: topics.devices, key: device.id, source: 'inventory', time: causeOf(step).at, headers: tenantHeaders(device) };
  if (step.kind !== 'deleted') return [toRecord({ ...common, sequence: device.version, encoded })];
  return [toRecord({ ...common, sequence: device.version + 1, encoded }), toRecord({ ...common, sequence: device.version + 2, message: null })];
}

/** Encodes messages into one buffer, of which each gets its part: one by one takes twice as long. */
function encodeAll(changes: DeviceChanged[]): Uint8Array[] {
  const reader = new BinaryReader(toBinary(DeviceChangesSchema, { $typeName: 'ringfleet.inventory.v1.DeviceChanges', changes }));
  const parts: Uint8Array[] = [];
  while (reader.pos < reader.len) {
    reader.tag();
    parts.push(reader.bytes());
  }
  return parts;
}

function tenantHeaders(device: Device): Record<string, string> {
  const reseller = device.managedBy ?? device.customerResellerId;
  return { ...(reseller && { rf_reseller: reseller }), ...(device.customerId && { rf_customer: device.customerId }) };
}

function stateMessage(step: DeviceStep, modelName: string, cause: Cause): DeviceChanged {
  const { kind, device } = step;
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
    secretVersion: device.secretVersion,
    fileName: device.fileName ?? '',
    acceptDataFromPhone: device.acceptData,
    virtual: device.virtual,
    customValues: customMessages(device),
    lines: linesMessage(device.lines),
    change: changeMessage(step, cause),
  };
}

const NO_VALUES: DeviceChanged['customValues'] = [];

function customMessages({ custom, customOfReseller }: Device): DeviceChanged['customValues'] {
  if (custom === null && customOfReseller === null) return NO_VALUES;
  return Object.entries({ ...custom, ...customOfReseller }).map(([fieldId, value]) => ({
    $typeName: 'ringfleet.inventory.v1.CustomValue',
    fieldId,
    value: typeof value === 'number' ? { case: 'number', value } : { case: 'text', value },
  }));
}
const linesMessage = (lines: Device['lines'] = {}): DeviceChanged['lines'] =>
  Object.entries(lines).map(([port, accountId]) => ({ $typeName: 'ringfleet.inventory.v1.DeviceLine', port: Number(port), accountId }));

function changeMessage(step: DeviceStep, cause: Cause): DeviceChanged['change'] {
  return {
    $typeName: 'ringfleet.common.v1.Change',
    byId: cause.byId,
    byName: cause.byName,
    at: timestampFromDate(cause.at),
    kind: KINDS[step.kind],
    fields: fieldsOf(step),
    source: sourceMessage(cause),
  };
}

function sourceMessage(cause: Cause): NonNullable<DeviceChanged['change']>['source'] {
  switch (cause.source) {
    case 'import':
      return { case: 'import', value: { $typeName: 'ringfleet.common.v1.ImportSource', importId: cause.importId ?? '', row: cause.importRow ?? 0 } };
    case 'batch':
      return { case: 'batch', value: { $typeName: 'ringfleet.common.v1.BatchSource', batchId: cause.importId ?? '' } };
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
  fileName: 'fileName',
  acceptDataFromPhone: 'acceptData',
  virtual: 'virtual',
} as const satisfies Record<string, keyof Device>;
const FIELD_ENTRIES = Object.entries(FIELDS);
/** What also changes, and is the same of every new device. */
const CHANGING_ENTRIES = [...FIELD_ENTRIES, ...Object.entries({ freePorts: 'usedPorts', retired: 'retired', secretVersion: 'secretVersion' } as const)];

const NO_CUSTOM = { custom: null, customOfReseller: null };

/** The fields that have a value at first; later those that differ from the state before. */
function fieldsOf(step: DeviceStep): string[] {
  if (step.kind === 'deleted') return [];
  const before = step.kind === 'changed' ? step.before : NO_CUSTOM;
  const custom = [...differingFields(before.custom, step.device.custom), ...differingFields(before.customOfReseller, step.device.customOfReseller)];
  return [...ownFieldsOf(step), ...custom.map(customColumn)];
}

function ownFieldsOf(step: Exclude<DeviceStep, { readonly kind: 'deleted' }>): string[] {
  if (step.kind === 'changed') return CHANGING_ENTRIES.filter(([, property]) => step.before[property] !== step.device[property]).map(([field]) => field);
  return FIELD_ENTRIES.filter(([, property]) => step.device[property] !== null && step.device[property] !== false).map(([field]) => field);
}

const KINDS = { created: Change_Kind.CREATED, changed: Change_Kind.CHANGED, deleted: Change_Kind.DELETED } as const;
