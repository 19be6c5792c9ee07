import { type Caller, isAdministratorOnly, nameKey, yesOrNo } from '@ringfleet/kernel';
import type { Device } from '../devices/device.js';
import type { SecretName } from '../devices/device-secrets.js';
import { parseMac } from '../devices/mac-address.js';
import { fieldIdOf } from '../fields/custom-column.js';
import { valueIn } from '../fields/custom-field.js';
import { customColumnsOf, saysValue } from './judge-custom.js';
import { saysSecrets } from './judge-provisioning.js';
import type { References } from './references.js';
import type { ImportRow, OwnColumn } from './row.js';
import type { Vault } from './vault.js';
import type { WorkingSet } from './working-set.js';

/** Whether a row says in every column of its file what the device of its name is already (IMP-05: unchanged); permissions play no part. */
export function equalsDevice(row: ImportRow, device: Device, seen: Seen): boolean {
  const compared = Object.keys(COMPARISONS) as (keyof typeof COMPARISONS)[];
  const isSo = compared.every((column) => {
    const cell = row.cells[column];
    return !cell || (!cell.inexact && COMPARISONS[column](cell.text, { ...seen, device }));
  });
  return isSo && saysCustom(row, device, seen) && saysSecrets(row, seen.importId, { id: device.id, secrets: seen.set.secretsOf(device), vault: seen.vault });
}

function saysCustom(row: ImportRow, device: Device, { refs }: Seen): boolean {
  return customColumnsOf(row).every((column) => {
    const field = refs.fields.get(fieldIdOf(column));
    const { text = '', inexact = false } = row.cells[column] ?? {};
    return !inexact && saysValue(field, text, field ? valueIn(field, device) : null);
  });
}

/** What there is for the uploader. */
interface Seen {
  readonly refs: References;
  readonly set: Pick<WorkingSet, 'isProfileHidden' | 'siteKey' | 'secretsOf'>;
  readonly uploader: Caller;
  readonly importId: string;
  readonly vault: Vault;
}

interface Compared extends Seen {
  readonly device: Device;
}

const COMPARISONS: Record<Exclude<OwnColumn, 'action' | 'name' | SecretName>, (text: string, compared: Compared) => boolean> = {
  model: (text, { device, refs }) => refs.modelByKey(nameKey(text))?.id === device.modelId,
  mac: (text, { device }) => macOf(text) === device.mac,
  managedBy: (text, { device, refs, uploader }) => saidManager(text, refs, uploader) === device.managedBy,
  shared: (text, { device }) => yesOrNo(text) === device.shared,
  customer: (text, { device, refs, uploader }) => {
    if (text === '') return device.customerId === (uploader.scope.kind === 'customer' ? uploader.scope.customerId : null);
    return refs.customersNamed(text).some(({ id }) => id === device.customerId);
  },
  profile: (text, { device, refs, set }) => {
    // One that may not be seen does not exist for the uploader, whose export has an empty cell (EXP-01).
    if (text === '') return device.profileId === null || set.isProfileHidden(device.profileId);
    return refs.profilesByKey(nameKey(text)).some(({ id }) => id === device.profileId);
  },
  inventoryId: (text, { device }) => text === (device.inventoryId ?? ''),
  description: (text, { device }) => text === (device.description ?? ''),
  site: (text, { device, refs, set }) => {
    if (text === '' || device.customerId === null || device.siteId === null) return text === '' && device.siteId === null;
    return set.siteKey(device.siteId) === nameKey(text) || refs.siteOf(device.customerId, nameKey(text))?.id === device.siteId;
  },
  customerOwned: (text, { device, uploader }) => (text === '' && uploader.scope.kind === 'customer') || yesOrNo(text) === device.customerOwned,
  fileName: (text, { device }) => text === (device.fileName ?? ''),
  acceptData: (text, { device }) => yesOrNo(text) === device.acceptData,
  virtual: (text, { device }) => yesOrNo(text) === device.virtual,
};

function macOf(text: string): string | null | undefined {
  if (text === '') return null;
  const parsed = parseMac(text);
  return 'bad' in parsed ? undefined : parsed.mac;
}

/** null: Administrator only; undefined: nobody that is known. An empty cell means the uploader's own side. */
function saidManager(text: string, refs: References, { scope }: Caller): string | null | undefined {
  if (text === '') return scope.kind === 'provider' ? null : scope.resellerId;
  return isAdministratorOnly(text) ? null : refs.resellerByKey(nameKey(text))?.id;
}
