import { Inject, Injectable } from '@nestjs/common';
import { type Caller, nameKey, shorten } from '@ringfleet/kernel';
import type { Statement, Tx } from '@ringfleet/persistence';
import { OncePerKey, type Ports, PORTS } from '@ringfleet/service-kit';
import { type Decision, decideRow } from '../imports/decide-row.js';
import { loadWorkingSet } from '../imports/load-working-set.js';
import { placementOf } from '../imports/placement.js';
import { Vault } from '../imports/vault.js';
import { customerOf, refuseFor } from '../ports/customers-of.js';
import { decideTake } from '../ports/decide-line.js';
import { accountOf, lineStatements } from '../ports/load-lines.js';
import type { Cause, Device } from './device.js';
import type { DeviceView } from './device-view.js';
import { viewOfDevice } from './get-device.js';
import { refusalOf } from './refusals.js';
import { loadRequestReferences, namedIn, referencesById } from './request-references.js';
import { type DeviceFields, rowOfRequest } from './request-row.js';
import { type Decided, refuseAll, WriteRequest } from './write-request.js';

/** An account that is to sit on a port of the device from the start (INV-11). */
export interface NewLine {
  readonly port: number;
  readonly accountId: string;
}

export interface NewDevice extends DeviceFields {
  readonly line?: NewLine | undefined;
}

type Added = Extract<Decision, { readonly outcome: 'added' }>;

/** Adds a device as a row of an import does, and puts an account on a port in the same step (INV-11). */
@Injectable()
export class CreateDevice {
  private readonly vault: Vault;

  constructor(
    @Inject(WriteRequest) private readonly write: WriteRequest,
    @Inject(OncePerKey) private readonly once: OncePerKey,
    @Inject(PORTS) { sealer }: Ports,
  ) {
    this.vault = new Vault(sealer);
  }

  execute(caller: Caller, { line, ...fields }: NewDevice, key: string | undefined): Promise<DeviceView> {
    return this.write.execute<DeviceView>(
      caller,
      async (tx, cause): Promise<Decided<DeviceView>> => {
        const added = await this.decide(tx, caller, fields, cause);
        const { device, also } = line ? await withLine(tx, added.device, line) : { device: added.device, also: [] };
        return { steps: [{ kind: 'created', device, secrets: added.secrets, fields: added.fields }], also, answer: () => viewOfDevice(tx, device.id) };
      },
      (work) => this.once.run({ caller, path: '/api/v1/devices', key, body: { ...fields, line } }, work),
    );
  }

  private async decide(tx: Tx, caller: Caller, fields: DeviceFields, cause: Cause): Promise<Added> {
    const row = rowOfRequest('Add', fields, this.vault);
    const refs = referencesById(await loadRequestReferences(tx, caller, fields));
    const set = await loadWorkingSet(tx, caller, [row]);
    const placements = (): ReturnType<typeof placementOf> => placementOf(row, refs, caller);
    const decision = decideRow(row, { refs, set, placements, importId: '', uploader: caller, cause: () => cause, vault: this.vault });
    if (decision.outcome === 'added') return decision;
    // A file may be sent again; a form that adds what is there already is a mistake.
    if (decision.outcome === 'rejected') refuseAll(decision.reasons.map(refusalOf), namedIn(fields));
    const message = `The device ${shorten(set.deviceNamed(nameKey(fields.name ?? ''))?.name ?? '')} is there already, just so.`;
    const taken = [
      { code: 'name_not_unique', field: 'name', message },
      ...(fields.macAddress ? [{ code: 'mac_not_unique', field: 'macAddress', message }] : []),
    ];
    return refuseAll(taken, namedIn(fields));
  }
}

async function withLine(tx: Tx, device: Device, { port, accountId }: NewLine): Promise<{ readonly device: Device; readonly also: readonly Statement[] }> {
  const account = await accountOf(tx, accountId, 'line.accountId');
  const customer = await customerOf(tx, account.customerId, 'line.accountId');
  const decision = decideTake({ device, used: [], port, account, customer, cause: device.cause });
  if (decision.kind === 'refused') return refuseFor(customer.id, { ...decision.refusal, field: `line.${decision.refusal.field}` });
  if (decision.kind === 'unchanged') return { device, also: [] };
  return { device: { ...decision.device, version: device.version }, also: lineStatements(device.id, port, account) };
}
