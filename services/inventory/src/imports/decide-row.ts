import { actionOf, type Caller, nameKey, newId, reason, shorten, textOf } from '@ringfleet/kernel';
import { decideSection } from '../access/decide-access.js';
import { type Cause, type Device, MAX_DESCRIPTION, MAX_INVENTORY_ID } from '../devices/device.js';
import type { DeviceSecrets } from '../devices/device-secrets.js';
import { isCustomColumn } from '../fields/custom-column.js';
import type { CustomField } from '../fields/custom-field.js';
import { equalsDevice } from './equals-device.js';
import { judgeCustom } from './judge-custom.js';
import { judgeMac, judgeName, judgeText, withoutMac } from './judge-own.js';
import { judgeFileName, judgeFlag, judgeSecrets, sealSecrets } from './judge-provisioning.js';
import type { Told } from './judge.js';
import { judgeRemove } from './judge-remove.js';
import type { Placement } from './placement.js';
import type { References } from './references.js';
import { type Column, COLUMNS, type ImportRow, type Reason } from './row.js';
import type { Vault } from './vault.js';
import type { WorkingSet } from './working-set.js';

/** What becomes of a row: exactly one of these (IMP-05). */
export type Decision =
  | { readonly outcome: 'added'; readonly device: Device; readonly secrets?: DeviceSecrets | undefined; readonly fields: readonly CustomField[] }
  | { readonly outcome: 'removed'; readonly device: Device; readonly cause: Cause }
  | { readonly outcome: 'unchanged' }
  | Rejected;

export interface Rejected {
  readonly outcome: 'rejected';
  readonly reasons: readonly Reason[];
}

/** What a row is judged against. */
export interface Judgement {
  readonly refs: References;
  readonly placements: (row: ImportRow) => Placement;
  readonly set: WorkingSet;
  readonly importId: string;
  readonly uploader: Caller;
  readonly cause: (row: number) => Cause;
  readonly vault: Vault;
}

/** The one decision about a row, pure but for the working set, which it leaves as the row leaves the inventory. */
export function decideRow(row: ImportRow, judgement: Judgement): Decision {
  const action = textOf(row, 'action');
  if (action === '') return rejected([reason(row, 'action', 'missing_value', 'Action is empty; write Add or Remove.')]);
  switch (actionOf(action)) {
    case 'add':
      return decideAdd(row, judgement);
    case 'remove':
      return decideRemove(row, judgement);
    default:
      return rejected([reason(row, 'action', 'bad_action', `${shorten(action)} is no action; write Add or Remove.`)]);
  }
}

function decideRemove(row: ImportRow, { refs, set, uploader, cause }: Judgement): Decision {
  const key = nameKey(textOf(row, 'name'));
  const device = set.deviceNamed(key);
  const reasons = judgeRemove({ row, device, refs, uploader, isKept: device !== undefined && set.isKept(device) });
  if (reasons.length > 0 || !device) return rejected(reasons);
  set.remove(device);
  return { outcome: 'removed', device, cause: cause(row.row) };
}

function decideAdd(row: ImportRow, judgement: Judgement): Decision {
  const { set, placements } = judgement;
  const key = nameKey(textOf(row, 'name'));
  const there = set.deviceNamed(key);
  if (there && equalsDevice(row, there, judgement)) return { outcome: 'unchanged' };
  const placement = placements(row);
  const virtual = judgeFlag(row, 'virtual');
  const acceptData = judgeFlag(row, 'acceptData');
  const mac = judgeMac(row, withoutMac(virtual.reasons.length > 0 ? undefined : placement.model, virtual.value), judgement);
  const given = judgeSecrets(row, judgement.importId, judgement.vault);
  const custom = judgeCustom(NO_VALUES, { row, fields: judgement.refs.fields, uploader: judgement.uploader, holder: holderIn(placement) });
  const reasons = [
    ...judgeName(row, judgement),
    ...mac.reasons,
    ...judgeText(row, 'inventoryId', MAX_INVENTORY_ID),
    ...judgeText(row, 'description', MAX_DESCRIPTION),
    ...judgeSection(row, judgement),
    ...placement.reasons,
    ...given.reasons,
    ...judgeFileName(row),
    ...acceptData.reasons,
    ...virtual.reasons,
    ...custom.reasons,
  ];
  if (reasons.length > 0 || !placement.model) return rejected(reasons);
  const device = newDevice(row, {
    key,
    placement,
    model: placement.model.value,
    mac: mac.mac,
    cause: judgement.cause(row.row),
    custom,
    provisioning: { acceptData: acceptData.value, virtual: virtual.value, secretVersion: given.texts.size > 0 ? 1 : 0 },
  });
  const secrets = sealSecrets(device.id, given.texts, judgement.vault);
  set.add(device, secrets);
  return { outcome: 'added', device, secrets, fields: custom.fields };
}

/** Whether whoever adds has devices at all (DIR-06). */
function judgeSection(row: ImportRow, { uploader, refs }: Judgement): Reason[] {
  const section = decideSection(uploader, refs.standing, 'modify');
  return section.allowed ? [] : [reason(row, 'name', 'not_permitted', section.reason)];
}

interface Parts {
  readonly key: string;
  readonly placement: Placement;
  readonly model: { readonly id: string; readonly ports: number };
  readonly mac: string | null;
  readonly cause: Cause;
  readonly custom: Pick<Device, 'custom' | 'customOfReseller'>;
  readonly provisioning: Pick<Device, 'acceptData' | 'virtual' | 'secretVersion'>;
}

function newDevice(row: ImportRow, { key, placement, model, mac, cause, custom, provisioning }: Parts): Device {
  return {
    id: newId(),
    name: textOf(row, 'name'),
    nameKey: key,
    description: textOf(row, 'description') || null,
    modelId: model.id,
    mac,
    managedBy: placement.managedBy,
    shared: placement.shared,
    customerId: placement.customer?.id ?? null,
    customerResellerId: placement.customer?.resellerId ?? null,
    siteId: placement.siteId,
    profileId: placement.profileId,
    inventoryId: textOf(row, 'inventoryId') || null,
    customerOwned: placement.customerOwned,
    totalPorts: model.ports,
    usedPorts: 0,
    retired: false,
    fileName: textOf(row, 'fileName') || null,
    ...provisioning,
    custom: custom.custom,
    customOfReseller: custom.customOfReseller,
    version: 1,
    createdAt: cause.at,
    cause,
  };
}

const NO_VALUES = { custom: null, customOfReseller: null };

/** Where it is not certain where the device belongs, nothing rests on that (IMP-05a). */
const holderIn = ({ managedBy, customer, reasons }: Placement): Told<string | null> =>
  reasons.length > 0 ? undefined : { value: managedBy ?? customer?.resellerId ?? null };

const ORDER = Object.keys(COLUMNS);
/** Custom fields behind all others. */
const placeOf = (column: Column): number => (isCustomColumn(column) ? ORDER.length : ORDER.indexOf(column));
export const rejected = (reasons: readonly Reason[]): Rejected => ({
  outcome: 'rejected',
  reasons: reasons.toSorted((one, other) => placeOf(one.column) - placeOf(other.column)),
});
