import { cellOf, codePoints, hasControlCharacters, nameKey, reason, shorten } from '@ringfleet/kernel';
import { type Device, MAX_NAME } from '../devices/device.js';
import { macRemedy, parseMac, showMac } from '../devices/mac-address.js';
import type { Model } from '../models/model.js';
import type { Told } from './judge.js';
import { COLUMNS, type ImportRow, type Reason } from './row.js';
import type { WorkingSet } from './working-set.js';

/** What the name and the MAC address of a device are judged against. */
export interface Others {
  readonly set: Pick<WorkingSet, 'deviceNamed' | 'isNameHidden' | 'deviceWithMac' | 'isMacHidden'>;
  /** Empty where it is judged for no import. */
  readonly importId: string;
  /** The device itself, where it is there already. */
  readonly self?: Device | undefined;
}

/** INV-02. */
export function judgeName(row: ImportRow, { set, importId, self }: Others): Reason[] {
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
  const key = nameKey(text);
  if (key === self?.nameKey) return [];
  const there = set.deviceNamed(key);
  if (there) {
    const mend = importId === '' ? '; choose another name.' : `${addedBy(there, importId)} and differs from this row; choose another name, or remove it first.`;
    return [reason(row, 'name', 'name_not_unique', `The device ${shorten(there.name)} is there already${mend}`)];
  }
  if (set.isNameHidden(key)) return [reason(row, 'name', 'name_not_unique', `The name ${shorten(text)} is in use; choose another.`)];
  return [];
}

/** In code points, which are no more than the units that `length` counts. */
const isLongerThan = (text: string, limit: number): boolean => text.length > limit && codePoints(text) > limit;

/** Names the earlier row where the same file added the device (IMP-07). */
const addedBy = ({ version, cause }: Device, importId: string): string =>
  version === 1 && cause.importId === importId ? `, added by row ${cause.importRow},` : '';

/** A model, as far as MAC addresses go: a device may be virtual by itself (INV-03). */
export const withoutMac = (model: Told<Pick<Model, 'virtual'>>, isVirtual: boolean): Told<Pick<Model, 'virtual'>> =>
  isVirtual ? { value: { virtual: true } } : model;

/** INV-03. */
export function judgeMac(
  row: ImportRow,
  model: Told<Pick<Model, 'virtual'>>,
  { set, importId, self }: Others,
): { readonly mac: string | null; readonly reasons: Reason[] } {
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
  if (parsed.mac === self?.mac) return { mac: parsed.mac, reasons: [] };
  const holder = set.deviceWithMac(parsed.mac);
  if (holder)
    return refuse('mac_not_unique', `The device ${shorten(holder.name)}${addedBy(holder, importId)} has the MAC address ${showMac(parsed.mac)} already.`);
  if (set.isMacHidden(parsed.mac)) return refuse('mac_not_unique', `The MAC address ${showMac(parsed.mac)} is in use already.`);
  return { mac: parsed.mac, reasons: [] };
}

/** A text that may be empty. */
export function judgeText(row: ImportRow, column: 'inventoryId' | 'description', limit: number): Reason[] {
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
