import type { Refusal } from '@ringfleet/kernel';
import { type ChangeJudgement, decideChange } from '../devices/decide-change.js';
import type { Device, DeviceStep } from '../devices/device.js';
import { refusalOf } from '../devices/refusals.js';
import { differing, rowOfRequest, rowToRemove } from '../devices/request-row.js';
import { decideRow } from '../imports/decide-row.js';
import { placementOf } from '../imports/placement.js';
import type { BatchChange } from './batch.js';

/** What a batch asks of each of its devices. */
export interface BatchOrder {
  readonly change: BatchChange;
  /** As `Selection` has it. */
  readonly managedBy: string | null;
}

export const managedByDiffers = (field: string, who = 'The device is'): Refusal => ({
  code: 'managed_by_differs',
  field,
  message: `${who} managed by somebody else; select devices of one manager.`,
});

export interface DeviceJudgement extends ChangeJudgement {
  /** Whether the device's profile may not be seen. */
  readonly isProfileHidden: boolean;
}

export type DeviceDecision =
  | { readonly outcome: 'applied'; readonly step: DeviceStep }
  | { readonly outcome: 'unchanged' }
  | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] };

const refused = (...refusals: readonly Refusal[]): DeviceDecision => ({ outcome: 'refused', refusals });

/** What becomes of one device of a batch: what a request of its own would come to, by the same decisions (INV-12). */
export function decideDevice(device: Device | undefined, { change, managedBy }: BatchOrder, judgement: DeviceJudgement): DeviceDecision {
  if (!device) return refused({ code: 'device_not_found', field: 'id', message: 'There is no such device.' });
  if (change.delete) return decideRemoval(device, judgement);
  // It may have changed hands, or its model, since the request.
  if (managedBy !== null && (device.managedBy ?? 'administrator') !== managedBy) return refused(managedByDiffers('managedBy'));
  const profile = change.profiles?.[device.modelId];
  if (change.profiles && profile === undefined) {
    return refused({ code: 'profile_missing', field: 'profile', message: 'No CPE profile was chosen for the model that the device has now.' });
  }
  const { assignTo: assignedTo, customerOwned } = change;
  const row = differing(rowOfRequest('Update', { assignedTo, customerOwned, profile }, judgement.vault), {
    device,
    ...judgement,
    fields: judgement.refs.fields,
  });
  const decision = decideChange(device, { row }, judgement);
  if (decision.outcome !== 'changed') return decision;
  return { outcome: 'applied', step: { kind: 'changed', before: device, device: decision.device, secrets: decision.secrets } };
}

function decideRemoval(device: Device, { refs, set, uploader, cause, vault }: DeviceJudgement): DeviceDecision {
  const row = rowToRemove(device.name);
  const decision = decideRow(row, { refs, set, placements: () => placementOf(row, refs, uploader), importId: '', uploader, cause: () => cause, vault });
  if (decision.outcome === 'removed') return { outcome: 'applied', step: { kind: 'deleted', device, cause } };
  return decision.outcome === 'rejected' ? refused(...decision.reasons.map(refusalOf)) : { outcome: 'unchanged' };
}
