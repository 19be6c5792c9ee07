import type { Tx } from '@ringfleet/persistence';
import { loadWorkingSet } from '../imports/load-working-set.js';
import { usedPortsOf } from '../ports/load-lines.js';
import { type ChangeDecision, decideChange } from './decide-change.js';
import type { Device } from './device.js';
import { NO_SECRETS } from './device-secrets.js';
import type { DeviceView } from './device-view.js';
import { viewOfDevice } from './get-device.js';
import { loadRequestReferences, namedIn, referencesById } from './request-references.js';
import { differing, type DeviceFields, rowOfRequest } from './request-row.js';
import { type Asked, type Decided, refuseAll } from './write-request.js';
import { secretsOf } from './write-secrets.js';

export interface DeviceChanges extends DeviceFields {
  /** INV-17. */
  readonly retired?: boolean | undefined;
}

/** The device after the change, and what was emptied because it no longer fits (INV-04). */
export type ChangedDevice = DeviceView & { readonly cleared: readonly string[] };

/** A change of any fields of a device: all of them or none. Throws the reasons against it by field. */
export async function judgeUpdate(tx: Tx, asked: Asked, before: Device, changes: DeviceChanges): Promise<Decided<ChangedDevice>> {
  const decision = await decide(tx, asked, before, changes);
  if (decision.outcome === 'refused') return refuseAll(decision.refusals, namedIn(changes));
  const answer = async (cleared: readonly string[]): Promise<ChangedDevice> => ({ ...(await viewOfDevice(tx, before.id)), cleared });
  if (decision.outcome === 'unchanged') return { steps: [], answer: () => answer([]) };
  const { device, secrets, fields, cleared } = decision;
  return { steps: [{ kind: 'changed', before, device, secrets, fields }], answer: () => answer(cleared) };
}

async function decide(tx: Tx, { caller, cause, vault }: Asked, before: Device, { retired, ...fields }: DeviceChanges): Promise<ChangeDecision> {
  const loaded = await loadRequestReferences(tx, caller, fields, before);
  const isProfileHidden = before.profileId !== null && !loaded.profiles.some(({ id }) => id === before.profileId);
  const secrets = (await secretsOf(tx, [before])).get(before.id) ?? NO_SECRETS;
  const row = differing(rowOfRequest('Update', fields, vault), { device: before, secrets, isProfileHidden, fields: loaded.fields });
  const used = (await usedPortsOf(tx, before.id)).map(({ port }) => port);
  const set = await loadWorkingSet(tx, caller, [row]);
  return decideChange(before, { row, retired }, { refs: referencesById(loaded), set, uploader: caller, used, cause, secrets, vault });
}
