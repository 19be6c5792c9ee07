// Inventory as a service of its own in tests: what directory and profiles say, what files sends, and what became of it.
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import {
  type ApplyRows,
  ApplyRowsSchema,
  Column,
  type DeviceChanged,
  Outcome,
  Permission,
  type ProfileChanged,
  ProfileChangedSchema,
  type TenantChanged,
  TenantChangedSchema,
  topics,
} from '@ringfleet/contracts';
import { namedId, newId } from '@ringfleet/kernel';
import { keyState, tellCallers } from '@ringfleet/testing/callers';
import type { Said, TestService } from '@ringfleet/testing/service-harness';

type Known<Message> = Message & { readonly id: string };

export const resellerState = (name: string, id = newId()): Known<TenantChanged> =>
  create(TenantChangedSchema, { id, name, tenant: { case: 'reseller', value: {} } });

export const customerState = (name: string, resellerId = '', provisionDevices = Permission.MODIFY): Known<TenantChanged> =>
  create(TenantChangedSchema, { id: newId(), name, tenant: { case: 'customer', value: { resellerId, provisionDevices } } });

export const siteState = (name: string, customer: TenantChanged, approvedModelIds: string[] = []): Known<TenantChanged> => {
  const resellerId = customer.tenant.case === 'customer' ? customer.tenant.value.resellerId : '';
  return create(TenantChangedSchema, { id: newId(), name, tenant: { case: 'site', value: { customerId: customer.id, resellerId, approvedModelIds } } });
};

export const profileState = (fields: MessageInitShape<typeof ProfileChangedSchema>): Known<ProfileChanged> =>
  create(ProfileChangedSchema, { id: newId(), ...fields });

export async function tellTenants(service: TestService, states: readonly TenantChanged[]): Promise<void> {
  await service.tell(
    topics.tenants,
    states.map((message) => ({ key: message.id, message })),
  );
}

export async function tellProfiles(service: TestService, states: readonly ProfileChanged[]): Promise<void> {
  await service.tell(
    topics.profiles,
    states.map((message) => ({ key: message.id, message })),
  );
}

const COLUMNS = {
  action: Column.ACTION,
  name: Column.NAME,
  model: Column.DEVICE_MODEL,
  mac: Column.MAC_ADDRESS,
  managedBy: Column.MANAGED_BY,
  profile: Column.CPE_PROFILE,
  shared: Column.SHARED_WITH_RESELLER,
  customer: Column.TENANT_CUSTOMER_NAME,
  inventoryId: Column.INVENTORY_ID,
  description: Column.DESCRIPTION,
  site: Column.SITE,
  customerOwned: Column.CUSTOMER_OWNED,
};
export type Cells = Partial<Record<keyof typeof COLUMNS, string>> & { readonly name: string };

export interface Uploader {
  readonly resellerId?: string;
  readonly customerId?: string;
}

/** Of a customer its service key, which directory knows of. */
const uploaderOf = ({ customerId }: Uploader): { id: string; name: string } => ({
  id: customerId ? namedId(`key/${customerId}`) : 'uploader',
  name: 'Uploader',
});

export interface SendOptions {
  readonly by?: Uploader;
  readonly chunkSize?: number;
}

/** A file of rows 2, 3, … with all columns, as files sends it: in chunks of `chunkSize` rows. */
export function chunksOf(
  rows: readonly Cells[],
  { by = {}, chunkSize = 1_000 }: SendOptions = {},
): { readonly importId: string; readonly messages: readonly ApplyRows[] } {
  const importId = newId();
  const role = by.customerId ? 'customer-admin' : by.resellerId ? 'reseller-admin' : 'administrator';
  const columns = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const written = rows.map((row, at) => {
    const cells: Cells = { action: 'Add', model: 'Cisco 6821', ...row };
    return { row: at + 2, cells: columns.map((column) => cells[column] ?? '') };
  });
  const messages = Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, chunk) =>
    create(ApplyRowsSchema, {
      importId,
      chunk,
      uploader: { ...uploaderOf(by), role, resellerId: by.resellerId ?? '', customerId: by.customerId ?? '' },
      columns: columns.map((column) => COLUMNS[column]),
      rows: written.slice(chunk * chunkSize, (chunk + 1) * chunkSize),
    }),
  );
  return { importId, messages };
}

/** Sends it and waits until it was heard. */
export async function sendRows(service: TestService, rows: readonly Cells[], options: SendOptions = {}): Promise<string> {
  const { importId, messages } = chunksOf(rows, options);
  if (options.by?.customerId) await tellCallers(service, [keyState({ ...uploaderOf(options.by), ...options.by })]);
  await sendChunks(service, messages);
  return importId;
}

export async function sendChunks(service: TestService, messages: readonly ApplyRows[]): Promise<void> {
  await service.tell(
    topics.importRows,
    messages.map((message) => ({ key: message.importId, message })),
  );
}

/** By row: `applied`, `unchanged`, or the codes against it. */
export async function outcomesOf(service: TestService, importId: string): Promise<string[]> {
  const answers = (await service.records(topics.importOutcomes)).filter(({ key }) => key === importId).flatMap(({ message }) => message?.outcomes ?? []);
  return answers.map(({ outcome, reasons }) => reasons.map(({ code }) => code).join() || Outcome[outcome].toLowerCase());
}

/** Rows of one file, sent and judged. */
export const importRows = async (service: TestService, rows: readonly Cells[], options: SendOptions = {}): Promise<string[]> =>
  outcomesOf(service, await sendRows(service, rows, options));

export const deviceEvents = (service: TestService): Promise<Said<DeviceChanged>[]> => service.records(topics.devices);

/** 00:14:20:00:00:07 for 7. */
export const macOf = (n: number): string =>
  `00:14:20:${(n + 0x1000000)
    .toString(16)
    .slice(1)
    .replaceAll(/(..)(?=.)/g, '$1:')}`; // '000007'
