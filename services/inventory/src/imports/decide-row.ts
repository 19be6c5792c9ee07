import { actionOf, type Caller, cellOf, codePoints, hasControlCharacters, nameKey, newId, reason, shorten, textOf } from '@ringfleet/kernel';
import { type Cause, type Device, MAX_DESCRIPTION, MAX_INVENTORY_ID, MAX_NAME } from '../devices/device.js';
import { macRemedy, parseMac, showMac } from '../devices/mac-address.js';
import { equalsDevice } from './equals-device.js';
import { judgeRemove } from './judge-remove.js';
import type { Placement } from './placement.js';
import type { References } from './references.js';
import { COLUMNS, type ImportRow, type Reason } from './row.js';
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
  readonly importId: string;
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
  set.remove(device);
  return { outcome: 'removed', device, cause: cause(row.row) };
}

function decideAdd(row: ImportRow, judgement: Judgement): Decision {
  const { set, placements } = judgement;
  const key = nameKey(textOf(row, 'name'));
  const there = set.deviceNamed(key);
  if (there && equalsDevice(row, there, judgement)) return { outcome: 'unchanged' };
  const placement = placements(row);
  const mac = judgeMac(row, placement, judgement);
  const reasons = [
    ...judgeName(row, key, judgement),
    ...mac.reasons,
    ...judgeText(row, 'inventoryId', MAX_INVENTORY_ID),
    ...judgeText(row, 'description', MAX_DESCRIPTION),
    ...placement.reasons,
  ];
  if (reasons.length > 0 || !placement.model) return rejected(reasons);
  const device = newDevice(row, { key, placement, model: placement.model.value, mac: mac.mac, cause: judgement.cause(row.row) });
  set.add(device);
  return { outcome: 'added', device };
}

interface Parts {
  readonly key: string;
  readonly placement: Placement;
  readonly model: { readonly id: string; readonly ports: number };
  readonly mac: string | null;
  readonly cause: Cause;
}

function newDevice(row: ImportRow, { key, placement, model, mac, cause }: Parts): Device {
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
    version: 1,
    createdAt: cause.at,
    cause,
  };
}

function judgeName(row: ImportRow, key: string, { set, importId }: Judgement): Reason[] {
  const { text, inexact } = cellOf(row, 'name');
  if (text === '') return [reason(row, 'name', 'missing_value', 'Name is empty; write the device ID.')];
  if (inexact)
    return [
      reason(
        row,
        'name',
        'bad_name',
        `${shorten(text)} is a number cell that cannot be read digit for digit; format the cell as text and write the name again.`,
      ),
    ];
  const reasons = [
    ...(hasControlCharacters(text) ? [reason(row, 'name', 'bad_name', 'The name holds a control character, such as a line break; remove it.')] : []),
    ...(isLongerThan(text, MAX_NAME) ? [reason(row, 'name', 'value_too_long', `The name has ${codePoints(text)} characters; ${MAX_NAME} are allowed.`)] : []),
  ];
  if (reasons.length > 0) return reasons;
  const there = set.deviceNamed(key);
  if (there) {
    return [
      reason(
        row,
        'name',
        'name_not_unique',
        `The device ${shorten(there.name)} is there already${addedBy(there, importId)} and differs from this row; choose another name, or remove it first.`,
      ),
    ];
  }
  if (set.isNameHidden(key)) return [reason(row, 'name', 'name_not_unique', `The name ${shorten(text)} is in use; choose another.`)];
  return [];
}

/** In code points, which are no more than the units that `length` counts. */
const isLongerThan = (text: string, limit: number): boolean => text.length > limit && codePoints(text) > limit;

/** Names the earlier row where the same file added the device (IMP-07). */
const addedBy = ({ version, cause }: Device, importId: string): string =>
  version === 1 && cause.importId === importId ? `, added by row ${cause.importRow},` : '';

function judgeMac(row: ImportRow, { model }: Placement, { set, importId }: Judgement): { readonly mac: string | null; readonly reasons: Reason[] } {
  const { text, inexact } = cellOf(row, 'mac');
  const refuse = (code: string, message: string): { mac: null; reasons: Reason[] } => ({ mac: null, reasons: [reason(row, 'mac', code, message)] });
  if (text === '') {
    return model && !model.value.virtual ? refuse('missing_value', 'MAC address is empty; only a virtual device has none.') : { mac: null, reasons: [] };
  }
  if (inexact)
    return refuse('bad_mac', `${shorten(text)}: the cell is a number, which lost what was typed; format the cell as text and write the MAC address again.`);
  if (model?.value.virtual) return refuse('bad_mac', 'A virtual device has no MAC address; leave the cell empty.');
  const parsed = parseMac(text);
  if ('bad' in parsed) return refuse('bad_mac', `${shorten(text)} ${macRemedy(parsed.bad)}.`);
  const holder = set.deviceWithMac(parsed.mac);
  if (holder)
    return refuse('mac_not_unique', `The device ${shorten(holder.name)}${addedBy(holder, importId)} has the MAC address ${showMac(parsed.mac)} already.`);
  if (set.isMacHidden(parsed.mac)) return refuse('mac_not_unique', `The MAC address ${showMac(parsed.mac)} is in use already.`);
  return { mac: parsed.mac, reasons: [] };
}

function judgeText(row: ImportRow, column: 'inventoryId' | 'description', limit: number): Reason[] {
  const { text, inexact } = cellOf(row, column);
  if (inexact)
    return [
      reason(row, column, 'bad_name', `${shorten(text)}: the cell is a number that cannot be read digit for digit; format it as text and write it again.`),
    ];
  return [
    ...(text.includes('\0') ? [reason(row, column, 'bad_name', `${COLUMNS[column]} holds a NUL character; remove it.`)] : []),
    ...(isLongerThan(text, limit)
      ? [reason(row, column, 'value_too_long', `${COLUMNS[column]} has ${codePoints(text)} characters; ${limit} are allowed.`)]
      : []),
  ];
}

const ORDER = Object.keys(COLUMNS);
const rejected = (reasons: readonly Reason[]): Decision => ({
  outcome: 'rejected',
  reasons: reasons.toSorted((one, other) => ORDER.indexOf(one.column) - ORDER.indexOf(other.column)),
});
