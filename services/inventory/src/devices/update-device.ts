import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { loadWorkingSet } from '../imports/load-working-set.js';
import { Vault } from '../imports/vault.js';
import { usedPortsOf } from '../ports/load-lines.js';
import { type ChangeDecision, decideChange } from './decide-change.js';
import type { Cause, Device } from './device.js';
import { NO_SECRETS } from './device-secrets.js';
import { secretsOf } from './write-secrets.js';
import type { DeviceView } from './device-view.js';
import { viewOfDevice } from './get-device.js';
import { loadRequestReferences, namedIn, referencesById } from './request-references.js';
import { differing, type DeviceFields, rowOfRequest } from './request-row.js';
import { findDevice, type InTransaction, refuseAll, WriteRequest } from './write-request.js';

export interface Wanted {
  readonly id: string;
  /** The If-Match header (INV-15). */
  readonly ifMatch: string | undefined;
}

export interface DeviceChanges extends DeviceFields {
  /** INV-17. */
  readonly retired?: boolean | undefined;
}

/** The device after the change, and what was emptied because it no longer fits (INV-04). */
export type ChangedDevice = DeviceView & { readonly cleared: readonly string[] };

/** Changes any fields of a device: all of them or none. */
@Injectable()
export class UpdateDevice {
  private readonly vault: Vault;

  constructor(
    @Inject(WriteRequest) private readonly write: WriteRequest,
    @Inject(PORTS) { sealer }: Ports,
  ) {
    this.vault = new Vault(sealer);
  }

  /** Throws `Refused` 404, 412, 428, and the reasons against the change by field. */
  execute(caller: Caller, { id, ifMatch }: Wanted, changes: DeviceChanges, inTransaction?: InTransaction<ChangedDevice>): Promise<ChangedDevice> {
    return this.write.execute<ChangedDevice>(
      caller,
      async (tx, cause) => {
        const before = await findDevice(tx, id);
        requireIfMatch(ifMatch, before.version);
        const decision = await this.decide(tx, caller, { before, changes, cause });
        if (decision.outcome === 'refused') return refuseAll(decision.refusals, namedIn(changes));
        const cleared = decision.outcome === 'changed' ? decision.cleared : [];
        return {
          steps:
            decision.outcome === 'changed' ? [{ kind: 'changed', before, device: decision.device, secrets: decision.secrets, fields: decision.fields }] : [],
          answer: async () => ({ ...(await viewOfDevice(tx, id)), cleared }),
        };
      },
      inTransaction,
    );
  }

  private async decide(
    tx: Tx,
    caller: Caller,
    { before, changes: { retired, ...fields }, cause }: { readonly before: Device; readonly changes: DeviceChanges; readonly cause: Cause },
  ): Promise<ChangeDecision> {
    const loaded = await loadRequestReferences(tx, caller, fields, before);
    const isProfileHidden = before.profileId !== null && !loaded.profiles.some(({ id }) => id === before.profileId);
    const secrets = (await secretsOf(tx, [before])).get(before.id) ?? NO_SECRETS;
    const row = differing(rowOfRequest('Update', fields, this.vault), { device: before, secrets, isProfileHidden, fields: loaded.fields });
    const used = (await usedPortsOf(tx, before.id)).map(({ port }) => port);
    const set = await loadWorkingSet(tx, caller, [row]);
    return decideChange(before, { row, retired }, { refs: referencesById(loaded), set, uploader: caller, used, cause, secrets, vault: this.vault });
  }
}
