import { type Caller, nameKey, reason, type Refusal, textOf } from '@ringfleet/kernel';
import { decideChange as decideAccess } from '../access/decide-access.js';
import type { Sealed } from '@ringfleet/secrets';
import { type CustomField, differingFields } from '../fields/custom-field.js';
import { customColumn, fieldIdOf, isCustomColumn } from '../fields/custom-column.js';
import { type CustomJudgement, judgeCustom } from '../imports/judge-custom.js';
import { judgeMac, judgeName, judgeText, withoutMac } from '../imports/judge-own.js';
import { type GivenSecrets, judgeFileName, judgeFlag, judgeSecrets } from '../imports/judge-provisioning.js';
import { type Judge, type Told } from '../imports/judge.js';
import type { References } from '../imports/references.js';
import type { Column, ImportRow, Reason } from '../imports/row.js';
import type { Vault } from '../imports/vault.js';
import type { WorkingSet } from '../imports/working-set.js';
import type { Model } from '../models/model.js';
import { type Cause, type Device, holderOf, MAX_DESCRIPTION, MAX_INVENTORY_ID } from './device.js';
import { type DeviceSecrets, SECRET_NAMES, type SecretName } from './device-secrets.js';
import { placeChanged, type Place } from './place-changed.js';
import { refusalOf } from './refusals.js';
import { fieldOf } from './request-row.js';

/** What a device is to become: cells for the columns that change, and no others. */
export interface Wish {
  readonly row: ImportRow;
  readonly retired?: boolean | undefined;
}

export interface ChangeJudgement {
  readonly refs: References;
  readonly set: WorkingSet;
  readonly uploader: Caller;
  /** Numbers of the ports on which accounts sit. */
  readonly used: readonly number[];
  readonly cause: Cause;
  /** Of the device. */
  readonly secrets: DeviceSecrets;
  readonly vault: Vault;
}

export type ChangeDecision = Changed | { readonly outcome: 'unchanged' } | { readonly outcome: 'refused'; readonly refusals: readonly Refusal[] };

interface Changed {
  readonly outcome: 'changed';
  readonly device: Device;
  /** Where they change. */
  readonly secrets: DeviceSecrets | undefined;
  readonly fields: readonly CustomField[];
  /** Fields that were emptied because they no longer fit. */
  readonly cleared: readonly string[];
}

/** The one decision about a change of a device (INV-02–08a, INV-17, DIR-02a, DIR-05, DIR-07, PRV-01). */
export function decideChange(before: Device, wish: Wish, judgement: ChangeJudgement): ChangeDecision {
  const retires = wish.retired !== undefined && wish.retired !== before.retired;
  const columns = Object.keys(wish.row.cells) as Column[];
  if (columns.length === 0 && !retires) return { outcome: 'unchanged' };
  const forbidden = notPermitted(before, [...columns.map((column) => askedOf(column, judgement.refs)), ...(retires ? [RETIRED] : [])], judgement.uploader);
  if (forbidden.length > 0) return { outcome: 'refused', refusals: forbidden };
  const reasons: Reason[] = [];
  const judge: Judge = {
    row: wish.row,
    refs: judgement.refs,
    uploader: judgement.uploader,
    refuse: (column, code, message) => void reasons.push(reason(wish.row, column, code, message)),
  };
  const place = placeChanged(before, judge);
  const own = ownChanged(before, wish.row, place.model, judgement);
  const given = judgeSecrets(wish.row, '', judgement.vault);
  const custom = customAfter(before, wish.row, place, judgement);
  const refusals = [...own.reasons, ...reasons, ...given.reasons, ...custom.reasons]
    .map(refusalOf)
    .concat(retirement(before, wish, place), ports(before, place, judgement.used));
  if (refusals.length > 0) return { outcome: 'refused', refusals };
  const secrets = secretsAfter({ before, row: wish.row, place }, given, judgement);
  // Only here, so that who may not set a secret is not told whether it is the right one.
  if (!secrets && !retires && columns.every(isSecret)) return { outcome: 'unchanged' };
  const device: Device = {
    ...before,
    ...own.fields,
    ...place.fields,
    custom: custom.custom,
    customOfReseller: custom.customOfReseller,
    retired: wish.retired ?? before.retired,
    secretVersion: before.secretVersion + (secrets ? 1 : 0),
    version: before.version + 1,
    cause: judgement.cause,
  };
  return { outcome: 'changed', device, secrets, fields: custom.fields, cleared: [...place.cleared, ...custom.cleared] };
}

/**
 * What is given is sealed, what is emptied is gone; what changes hands gets others for what was known until then, but for what is given with the step (INV-05). undefined where
 * none changes: a text that is there already keeps its sealed bytes, or a second save would end the overlap of the first (PRV-13).
 */
function secretsAfter(
  { before, row, place }: { readonly before: Device; readonly row: ImportRow; readonly place: Place },
  { texts }: GivenSecrets,
  { secrets, vault }: ChangeJudgement,
): DeviceSecrets | undefined {
  const isRenewed = changesHands(before, place);
  const after = SECRET_NAMES.map((name): readonly [SecretName, Sealed | null] => {
    const text = texts.get(name);
    const kept = secrets[name];
    if (text !== undefined) return [name, vault.isText(before.id, name, { sealed: kept, text }) ? kept : vault.seal(before.id, name, text)];
    if (row.cells[name] !== undefined) return [name, null];
    return [name, isRenewed && name !== 'httpUsername' && kept !== null ? vault.renewed(before.id, name) : kept];
  });
  return after.some(([name, sealed]) => sealed !== secrets[name]) ? { ...secrets, ...Object.fromEntries(after) } : undefined;
}

/** INV-05: it leaves the reseller that managed it, which chose its secrets, or, of a shared one, the reseller that held it. */
function changesHands(before: Device, { fields }: Place): boolean {
  const leavesManager = before.managedBy !== null && fields.managedBy !== before.managedBy;
  return leavesManager || (before.shared && before.customerResellerId !== null && fields.customerId !== before.customerId);
}

const isSecret = (column: Column): boolean => SECRET_NAMES.some((name) => name === column);

interface AskedField {
  readonly field: string;
  /** Under which name it is permitted, where that is another. */
  readonly rule?: string;
}
const RETIRED: AskedField = { field: 'retired' };

function askedOf(column: Column, { fields }: References): AskedField {
  const field = fieldOf(column);
  if (!isCustomColumn(column)) return { field };
  const owner = fields.get(fieldIdOf(column))?.ownerResellerId ?? null;
  return { field, rule: owner === null ? 'custom' : 'customOfReseller' };
}

/** INV-16: who no longer manages or holds the device takes the values of its fields with it. */
function customAfter(before: Device, row: ImportRow, { fields: place }: Place, { refs, uploader }: ChangeJudgement): CustomJudgement & { cleared: string[] } {
  const holder = holderOf(place);
  const kept = holder === holderOf(before) ? before.customOfReseller : null;
  const judged = judgeCustom({ custom: before.custom, customOfReseller: kept }, { row, fields: refs.fields, uploader, holder: { value: holder } });
  const cleared = kept === before.customOfReseller ? [] : differingFields(before.customOfReseller, judged.customOfReseller).map(customColumn);
  return { ...judged, cleared };
}

/** What a customer may take to itself it must take first: of a shared device of nobody the rest may be said in the same request. */
function notPermitted(device: Device, fields: readonly AskedField[], caller: Caller): Refusal[] {
  const takes = device.customerId === null && fields.some(({ field }) => field === 'assignedTo') && decideAccess(caller, device, 'assignedTo').allowed;
  const held = takes && caller.scope.kind === 'reseller' ? { ...device, customerId: 'its own', customerResellerId: caller.scope.resellerId } : device;
  return fields.flatMap(({ field, rule = field }) => {
    const access = decideAccess(caller, held, rule);
    return access.allowed ? [] : [{ code: 'not_permitted', field, message: access.reason }];
  });
}

interface Own {
  readonly fields: Partial<Pick<Device, 'name' | 'nameKey' | 'mac' | 'inventoryId' | 'description' | 'fileName' | 'acceptData' | 'virtual'>>;
  readonly reasons: readonly Reason[];
}

/** Name, MAC address and texts. */
function ownChanged(before: Device, row: ImportRow, model: Told<Model>, { set }: ChangeJudgement): Own {
  const others = { set, importId: '', self: before };
  const says = (column: Column): boolean => row.cells[column] !== undefined;
  const reasons: Reason[] = [];
  if (says('name')) reasons.push(...judgeName(row, others));
  if (says('inventoryId')) reasons.push(...judgeText(row, 'inventoryId', MAX_INVENTORY_ID));
  if (says('description')) reasons.push(...judgeText(row, 'description', MAX_DESCRIPTION));
  if (says('fileName')) reasons.push(...judgeFileName(row));
  const virtual = says('virtual') ? judgeFlag(row, 'virtual').value : before.virtual;
  // Another model may need an address, or have none.
  const kept = { raw: before.mac ?? '', text: before.mac ?? '', inexact: false };
  const mac = judgeMac(says('mac') ? row : { ...row, cells: { ...row.cells, mac: kept } }, withoutMac(model, virtual), others);
  return {
    fields: {
      ...(says('name') && { name: textOf(row, 'name'), nameKey: nameKey(textOf(row, 'name')) }),
      ...(says('inventoryId') && { inventoryId: textOf(row, 'inventoryId') || null }),
      ...(says('description') && { description: textOf(row, 'description') || null }),
      ...(says('fileName') && { fileName: textOf(row, 'fileName') || null }),
      ...(says('acceptData') && { acceptData: judgeFlag(row, 'acceptData').value }),
      virtual,
      mac: mac.mac,
    },
    reasons: [...reasons, ...mac.reasons],
  };
}

/** INV-17. */
function retirement(before: Device, { retired = before.retired }: Wish, { fields }: Place): Refusal[] {
  if (retired && before.usedPorts > 0) return [{ code: 'port_in_use', field: 'retired', message: `${usedText(before)} before it is retired.` }];
  const takes = fields.customerId !== null && fields.customerId !== before.customerId;
  return retired && takes ? [{ code: 'device_retired', field: 'assignedTo', message: 'The device is retired; put it back into use first.' }] : [];
}

/** INV-04, INV-06, INV-08. */
function ports(before: Device, { fields }: Place, used: readonly number[]): Refusal[] {
  if (before.usedPorts === 0) return [];
  const refusals: Refusal[] = [];
  const refuse = (field: string, message: string): void => void refusals.push({ code: 'port_in_use', field, message });
  if (fields.managedBy !== before.managedBy) refuse('managedBy', `${usedText(before)} before its manager changes.`);
  else if (fields.customerId !== before.customerId) refuse('assignedTo', `${usedText(before)} before it goes to somebody else.`);
  const last = Math.max(...used);
  if (last >= fields.totalPorts) refuse('model', `An account sits on port ${last}, which the model does not have; take it off first.`);
  return refusals;
}

const usedText = ({ usedPorts }: Device): string => `Accounts use ${usedPorts} of the ports of the device; take them off first,`;
