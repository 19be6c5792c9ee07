import { type Caller, codePoints, hasControlCharacters, nameKey, newId } from '@ringfleet/kernel';
import { type Cause, type Device, MAX_DESCRIPTION, MAX_INVENTORY_ID, MAX_NAME } from '../devices/device.js';
import { macRemedy, parseMac, showMac } from '../devices/mac-address.js';
import { equalsDevice } from './equals-device.js';
import { judgeRemove } from './judge-remove.js';
import { shorten } from './judge.js';
import type { Placement } from './placement.js';
import type { References } from './references.js';
import { actionOf, cellOf, COLUMNS, type ImportRow, reason, type Reason, textOf } from './row.js';
import type { WorkingSet } from './working-set.js';

/** What becomes of a row: exactly one of these (IMP-05). */
export type Decision =
  | { readonly outcome: 'added'; readonly device: Device }
  | { readonly outcome: 'removed'; readonly device: Device; readonly cause: Cause }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'rejected'; readonly reasons: readonly Reason[] };

/** What a row is judged against. */
export interface Judgement {
  readonly refs: References;
  readonly placements: (row: ImportRow) => Placement;
  readonly set: WorkingSet;
  readonly uploader: Caller;
  readonly cause: (row: number) => Cause;
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
  const reasons = judgeRemove({ row, device, refs, uploader });
  if (reasons.length > 0 || !device) return rejected(reasons);
  set.remove(key, device);
  return { outcome: 'removed', device, cause: cause(row.row) };
}

function decideAdd(row: ImportRow, judgement: Judgement): Decision {
  const { refs, set, uploader, placements } = judgement;
  const key = nameKey(textOf(row, 'name'));
  const there = set.deviceNamed(key);
  if (there && equalsDevice(row, there, refs, uploader)) return { outcome: 'unchanged' };
  const placement = placements(row);
  const mac = judgeMac(row, placement, set);
  const reasons = [...judgeName(row, key, set), ...mac.reasons, ...judgeText(row, 'inventoryId', MAX_INVENTORY_ID), ...judgeText(row, 'description', MAX_DESCRIPTION), ...placement.reasons];
  if (reasons.length > 0 || !placement.model) return rejected(reasons);
  const device = newDevice(row, { placement, model: placement.model.value, mac: mac.mac, cause: judgement.cause(row.row) });
  set.add(key, device);
  return { outcome: 'added', device };
}

interface Parts {
  readonly placement: Placement;
  readonly model: { readonly id: string; readonly ports: number };
  readonly mac: string | null;
  readonly cause: Cause;
}

function newDevice(row: ImportRow, { placement, model, mac, cause }: Parts): Device {
  return {
    id: newId(),
    name: textOf(row, 'name'),
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
    version: 1,
    createdAt: cause.at,
    cause,
  };
}

function judgeName(row: ImportRow, key: string, set: WorkingSet): Reason[] {
  const { text, inexact } = cellOf(row, 'name');
  if (text === '') return [reason(row, 'name', 'missing_value', 'Name is empty; write the device ID.')];
  if (inexact) return [reason(row, 'name', 'bad_name', `${shorten(text)} is a number cell that cannot be read digit for digit; format the cell as text and write the name again.`)];
  if (hasControlCharacters(text)) return [reason(row, 'name', 'bad_name', 'The name holds a control character, such as a line break; remove it.')];
  if (codePoints(text) > MAX_NAME) return [reason(row, 'name', 'value_too_long', `The name has ${codePoints(text)} characters; ${MAX_NAME} are allowed.`)];
  const there = set.deviceNamed(key);
  if (there) return [reason(row, 'name', 'name_not_unique', `The device ${shorten(there.name)} is there already${addedBy(there, row)} and differs from this row; choose another name, or remove it first.`)];
  if (set.isNameHidden(key)) return [reason(row, 'name', 'name_not_unique', `The name ${shorten(text)} is in use; choose another.`)];
  return [];
}

/** Names the earlier row where the same file added the device (IMP-07). */
const addedBy = (device: Device, row: ImportRow): string => {
  const { importRow } = device.cause;
  return device.version === 1 && importRow !== null && importRow < row.row ? `, added by row ${importRow},` : '';
};

function judgeMac(row: ImportRow, { model }: Placement, set: WorkingSet): { readonly mac: string | null; readonly reasons: Reason[] } {
  const { text, inexact } = cellOf(row, 'mac');
  const refuse = (code: string, message: string): { mac: null; reasons: Reason[] } => ({ mac: null, reasons: [reason(row, 'mac', code, message)] });
  if (text === '') {
    return model && !model.value.virtual ? refuse('missing_value', 'MAC address is empty; only a virtual device has none.') : { mac: null, reasons: [] };
  }
  if (inexact) return refuse('bad_mac', `${shorten(text)}: the cell is a number, which lost what was typed; format the cell as text and write the MAC address again.`);
  if (model?.value.virtual) return refuse('bad_mac', 'A virtual device has no MAC address; leave the cell empty.');
  const parsed = parseMac(text);
  if ('bad' in parsed) return refuse('bad_mac', `${shorten(text)} ${macRemedy(parsed.bad)}.`);
  const holder = set.deviceWithMac(parsed.mac);
  if (holder) return refuse('mac_not_unique', `The device ${shorten(holder.name)}${addedBy(holder, row)} has the MAC address ${showMac(parsed.mac)} already.`);
  if (set.isMacHidden(parsed.mac)) return refuse('mac_not_unique', `The MAC address ${showMac(parsed.mac)} is in use already.`);
  return { mac: parsed.mac, reasons: [] };
}

function judgeText(row: ImportRow, column: 'inventoryId' | 'description', limit: number): Reason[] {
  const { text, inexact } = cellOf(row, column);
  if (inexact) return [reason(row, column, 'bad_name', `${shorten(text)}: the cell is a number that cannot be read digit for digit; format it as text and write it again.`)];
  if (text.includes('\0')) return [reason(row, column, 'bad_name', `${COLUMNS[column]} holds a NUL character; remove it.`)];
  if (codePoints(text) > limit) return [reason(row, column, 'value_too_long', `${COLUMNS[column]} has ${codePoints(text)} characters; ${limit} are allowed.`)];
  return [];
}

const ORDER = Object.keys(COLUMNS);
const rejected = (reasons: readonly Reason[]): Decision => ({
  outcome: 'rejected',
  reasons: [...reasons].sort((one, other) => ORDER.indexOf(one.column) - ORDER.indexOf(other.column)),
});

