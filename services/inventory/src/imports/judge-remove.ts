import { type Caller, cellOf, nameKey, reason, shorten, textOf } from '@ringfleet/kernel';
import { decideRemove, decideSection } from '../access/decide-access.js';
import type { Device } from '../devices/device.js';
import { macRemedy, parseMac } from '../devices/mac-address.js';
import type { References } from './references.js';
import type { ImportRow, Reason } from './row.js';

export interface Removal {
  readonly row: ImportRow;
  /** The device of that name, if there is one that the uploader may see. */
  readonly device: Device | undefined;
  readonly refs: References;
  readonly uploader: Caller;
  /** Whether another system keeps it. */
  readonly isKept: boolean;
}

/** Every reason against a Remove (IMP-05a); none: it is done. */
export function judgeRemove(removal: Removal): Reason[] {
  const { row, device } = removal;
  const mac = macOf(row);
  if (textOf(row, 'name') === '') return [reason(row, 'name', 'missing_value', 'Name is empty; write the device ID of the device to remove.'), ...mac.reasons];
  if (!device) return [reason(row, 'name', 'device_not_found', `There is no device ${shorten(textOf(row, 'name'))}.`), ...mac.reasons];
  return [...mac.reasons, ...disagreements(removal, device, mac.mac), ...obstacles(removal, device)];
}

function macOf(row: ImportRow): { readonly mac: string | undefined; readonly reasons: Reason[] } {
  const { text, inexact } = cellOf(row, 'mac');
  if (text === '') return { mac: undefined, reasons: [] };
  const parsed = inexact ? { bad: 'not_a_mac' as const } : parseMac(text);
  return 'bad' in parsed
    ? { mac: undefined, reasons: [reason(row, 'mac', 'bad_mac', `${shorten(text)} ${macRemedy(parsed.bad)}; or leave it empty.`)] }
    : { mac: parsed.mac, reasons: [] };
}

function disagreements({ row, refs }: Removal, device: Device, mac: string | undefined): Reason[] {
  const model = textOf(row, 'model');
  const reasons: Reason[] = [];
  if (model !== '' && refs.modelByKey(nameKey(model))?.id !== device.modelId) {
    reasons.push(
      reason(
        row,
        'model',
        'row_disagrees_with_device',
        `The device ${shorten(device.name)} is of another model; correct the row, or leave Device model empty.`,
      ),
    );
  }
  if (mac !== undefined && mac !== device.mac) {
    reasons.push(
      reason(
        row,
        'mac',
        'row_disagrees_with_device',
        `The device ${shorten(device.name)} has another MAC address; correct the row, or leave MAC address empty.`,
      ),
    );
  }
  return reasons;
}

function obstacles({ row, refs, uploader, isKept }: Removal, device: Device): Reason[] {
  const reasons: Reason[] = [];
  if (!decideSection(uploader, refs.standing, 'modify').allowed || !decideRemove(uploader, device).allowed)
    reasons.push(reason(row, 'name', 'not_permitted', `You may not remove the device ${shorten(device.name)}; ask who manages it.`));
  if (device.usedPorts > 0) {
    reasons.push(reason(row, 'name', 'port_in_use', `Accounts use ${device.usedPorts} of the ports of ${shorten(device.name)}; take them off first.`));
  }
  if (isKept) reasons.push(reason(row, 'name', 'reference_blocks_delete', `Another system keeps the device ${shorten(device.name)}; see its references.`));
  return reasons;
}
