import { nameKey, shorten } from '@ringfleet/kernel';
import type { Statement, Tx } from '@ringfleet/persistence';
import { type Decision, decideRow } from '../imports/decide-row.js';
import { loadWorkingSet } from '../imports/load-working-set.js';
import { placementOf } from '../imports/placement.js';
import { customerOf, refuseFor } from '../ports/customers-of.js';
import { decideTake } from '../ports/decide-line.js';
import { accountOf, lineStatements } from '../ports/load-lines.js';
import type { Device } from './device.js';
import type { DeviceView } from './device-view.js';
import { viewOfDevice } from './get-device.js';
import { refusalOf } from './refusals.js';
import { loadRequestReferences, namedIn, referencesById } from './request-references.js';
import { type DeviceFields, rowOfRequest } from './request-row.js';
import { type Asked, type Decided, refuseAll } from './write-request.js';

/** An account that is to sit on a port of the device from the start (INV-11). */
export interface NewLine {
  readonly port: number;
  readonly accountId: string;
}

export interface NewDevice extends DeviceFields {
  readonly line?: NewLine | undefined;
}

type Added = Extract<Decision, { readonly outcome: 'added' }>;

/** A new device as a row of an import, and an account on a port of it in the same step (INV-11). Throws the reasons against it by field. */
export async function judgeNewDevice(tx: Tx, asked: Asked, { line, ...fields }: NewDevice): Promise<Decided<DeviceView>> {
  const added = await judgeFields(tx, asked, fields);
  const { device, also } = line ? await withLine(tx, added.device, line) : { device: added.device, also: [] };
  return { steps: [{ kind: 'created', device, secrets: added.secrets, fields: added.fields }], also, answer: () => viewOfDevice(tx, device.id) };
}

async function judgeFields(tx: Tx, { caller, cause, vault }: Asked, fields: DeviceFields): Promise<Added> {
  const row = rowOfRequest('Add', fields, vault);
  const refs = referencesById(await loadRequestReferences(tx, caller, fields));
  const set = await loadWorkingSet(tx, caller, [row]);
  const placements = (): ReturnType<typeof placementOf> => placementOf(row, refs, caller);
  const decision = decideRow(row, { refs, set, placements, importId: '', uploader: caller, cause: () => cause, vault });
  if (decision.outcome === 'added') return decision;
  // A file may be sent again; a form that adds what is there already is a mistake.
  if (decision.outcome === 'rejected') refuseAll(decision.reasons.map(refusalOf), namedIn(fields));
  const message = `The device ${shorten(set.deviceNamed(nameKey(fields.name ?? ''))?.name ?? '')} is there already, just so.`;
  const taken = [{ code: 'name_not_unique', field: 'name', message }, ...(fields.macAddress ? [{ code: 'mac_not_unique', field: 'macAddress', message }] : [])];
  return refuseAll(taken, namedIn(fields));
}

async function withLine(tx: Tx, device: Device, { port, accountId }: NewLine): Promise<{ readonly device: Device; readonly also: readonly Statement[] }> {
  const account = await accountOf(tx, accountId, 'line.accountId');
  const customer = await customerOf(tx, account.customerId, 'line.accountId');
  const decision = decideTake({ device, used: [], port, account, customer, cause: device.cause });
  if (decision.kind === 'refused') return refuseFor(customer.id, { ...decision.refusal, field: `line.${decision.refusal.field}` });
  if (decision.kind === 'unchanged') return { device, also: [] };
  return { device: { ...decision.device, version: device.version }, also: lineStatements(device.id, port, account) };
}
