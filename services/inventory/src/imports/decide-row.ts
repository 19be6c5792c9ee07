import { actionOf, type Caller, nameKey, newId, reason, shorten, textOf } from '@ringfleet/kernel';
import { type Cause, type Device, MAX_DESCRIPTION, MAX_INVENTORY_ID } from '../devices/device.js';
import type { DeviceSecrets } from '../devices/device-secrets.js';
import { equalsDevice } from './equals-device.js';
import { judgeMac, judgeName, judgeText, withoutMac } from './judge-own.js';
import { judgeFileName, judgeFlag, judgeSecrets, sealSecrets } from './judge-provisioning.js';
import { judgeRemove } from './judge-remove.js';
import type { Placement } from './placement.js';
import type { References } from './references.js';
import { COLUMNS, type ImportRow, type Reason } from './row.js';
import type { Vault } from './vault.js';
import type { WorkingSet } from './working-set.js';

/** What becomes of a row: exactly one of these (IMP-05). */
export type Decision =
  | { readonly outcome: 'added'; readonly device: Device; readonly secrets?: DeviceSecrets | undefined }
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
  const reasons = [
    ...judgeName(row, judgement),
    ...mac.reasons,
    ...judgeText(row, 'inventoryId', MAX_INVENTORY_ID),
    ...judgeText(row, 'description', MAX_DESCRIPTION),
    ...placement.reasons,
    ...given.reasons,
    ...judgeFileName(row),
    ...acceptData.reasons,
    ...virtual.reasons,
  ];
  if (reasons.length > 0 || !placement.model) return rejected(reasons);
  const device = newDevice(row, {
    key,
    placement,
    model: placement.model.value,
    mac: mac.mac,
    cause: judgement.cause(row.row),
    provisioning: { acceptData: acceptData.value, virtual: virtual.value, secretVersion: given.texts.size > 0 ? 1 : 0 },
  });
  const secrets = sealSecrets(device.id, given.texts, judgement.vault);
  set.add(device, secrets);
  return { outcome: 'added', device, secrets };
}

interface Parts {
  readonly key: string;
  readonly placement: Placement;
  readonly model: { readonly id: string; readonly ports: number };
  readonly mac: string | null;
  readonly cause: Cause;
  readonly provisioning: Pick<Device, 'acceptData' | 'virtual' | 'secretVersion'>;
}

function newDevice(row: ImportRow, { key, placement, model, mac, cause, provisioning }: Parts): Device {
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
    version: 1,
    createdAt: cause.at,
    cause,
  };
}

const ORDER = Object.keys(COLUMNS);
export const rejected = (reasons: readonly Reason[]): Rejected => ({
  outcome: 'rejected',
  reasons: reasons.toSorted((one, other) => ORDER.indexOf(one.column) - ORDER.indexOf(other.column)),
});
