// The service as it runs: it hears of the world and of the rows over the event log, and answers there. What is in its tables and what it said is read from outside.
import { create } from '@bufbuild/protobuf';
import {
  type ApplyRows,
  ApplyRowsSchema,
  Change_Kind,
  Column,
  type DeviceChanged,
  LifecycleState,
  Outcome,
  Permission,
  ProfileChangedSchema,
  ProfileLookupService,
  type RowOutcome,
  TenantChangedSchema,
  TenantLookupService,
  topics,
} from '@ringfleet/contracts';
import { inventory } from '@ringfleet/inventory';
import type { MessageInitShape } from '@bufbuild/protobuf';
import { startTestService, type TestService } from '@ringfleet/testing/service-harness';
import type { ProfileRow, TenantRow } from './reference/records.js';
import type { SaidEvent } from './reference/reference.js';
import type { FileRow } from './reference/row.js';
import { COLUMN_NAMES, key } from './reference/words.js';
import type { UploadedFile } from './file.js';
import type { World } from './world.js';

export interface RealOutcome {
  readonly row: number;
  readonly outcome: string;
  readonly reasons: readonly { readonly column: string; readonly code: string; readonly message: string; readonly value: string }[];
}

const orEmpty = (text: string | null): string => text ?? '';
const PERMISSIONS: Record<string, Permission> = { none: Permission.NONE, view: Permission.VIEW, modify: Permission.MODIFY };
const COLUMNS = [
  Column.ACTION,
  Column.NAME,
  Column.DEVICE_MODEL,
  Column.MAC_ADDRESS,
  Column.MANAGED_BY,
  Column.CPE_PROFILE,
  Column.SHARED_WITH_RESELLER,
  Column.TENANT_CUSTOMER_NAME,
  Column.INVENTORY_ID,
  Column.DESCRIPTION,
  Column.SITE,
  Column.CUSTOMER_OWNED,
];

type Tenant = MessageInitShape<typeof TenantChangedSchema>;
type Profile = MessageInitShape<typeof ProfileChangedSchema>;

function tenantMessage(row: TenantRow & { readonly deleted: boolean }): Tenant {
  const { id, name, deleted } = row;
  const resellerId = orEmpty(row.reseller_id);
  if (row.kind === 'reseller') return { id, name, deleted, tenant: { case: 'reseller', value: {} } };
  if (row.kind === 'customer')
    return { id, name, deleted, tenant: { case: 'customer', value: { resellerId, provisionDevices: PERMISSIONS[row.permission ?? ''] } } };
  return { id, name, deleted, tenant: { case: 'site', value: { customerId: orEmpty(row.customer_id), resellerId, approvedModelIds: row.approved_model_ids } } };
}

const profileMessage = ({ id, name, deleted, shared, owner_reseller_id, model_ids }: ProfileRow & { readonly deleted: boolean }): Profile => ({
  id,
  name,
  deleted,
  shared,
  ownerResellerId: orEmpty(owner_reseller_id),
  modelIds: model_ids,
});

export class RealPath {
  private constructor(
    readonly service: TestService,
    private readonly owners: { world: World },
  ) {}

  static async start(): Promise<RealPath> {
    const owners: { world: World } = { world: { tenants: [], profiles: [], devices: [] } };
    const service = await startTestService(inventory, {
      logLevel: 'fatal', // a suite makes writing fail on purpose
      answers: {
        // What is deleted is known to its owner no more.
        directory: (router) =>
          router.service(TenantLookupService, {
            findTenants: ({ nameKeys, ids, sites }) => ({
              tenants: owners.world.tenants
                .filter((row) => !row.deleted && (ids.includes(row.id) || asked(row, nameKeys, sites)))
                .map((row) => ({ sequence: 1n, state: tenantMessage(row) })),
            }),
          }),
        profiles: (router) =>
          router.service(ProfileLookupService, {
            findProfiles: ({ nameKeys, ids }) => ({
              profiles: owners.world.profiles
                .filter((row) => !row.deleted && (ids.includes(row.id) || nameKeys.includes(key(row.name))))
                .map((row) => ({ sequence: 1n, state: profileMessage(row) })),
            }),
          }),
      },
    });
    return new RealPath(service, owners);
  }

  /** The copies hear of the world, as far as they are not late. */
  async hear(world: World): Promise<void> {
    this.owners.world = world;
    const told = { tenants: world.tenants.filter(({ late }) => !late), profiles: world.profiles.filter(({ late }) => !late) };
    await this.service.tell(
      topics.tenants,
      told.tenants.map((row) => ({ key: row.id, message: create(TenantChangedSchema, tenantMessage(row)) })),
    );
    if (told.profiles.length > 0)
      await this.service.tell(
        topics.profiles,
        told.profiles.map((row) => ({ key: row.id, message: create(ProfileChangedSchema, profileMessage(row)) })),
      );
  }

  /** Sends the file in chunks of so many rows, and waits until all of it was heard. */
  async upload(file: UploadedFile, cuts: readonly number[], twice: boolean): Promise<void> {
    const chunks = cut(file.rows, cuts).map((rows, chunk) => ({ key: file.importId, message: chunkMessage(file, chunk, rows) }));
    await this.service.tell(topics.importRows, twice ? chunks.flatMap((chunk) => [chunk, chunk]) : chunks);
  }

  /** What became of each row of each import, in the order of the files. An answer that was given twice is the same both times. */
  async outcomes(importIds: readonly string[]): Promise<RealOutcome[][]> {
    const records = await this.service.records(topics.importOutcomes);
    return importIds.map((importId) => {
      const answers = new Map<number, RealOutcome[]>();
      for (const { message } of records.filter(({ key: id }) => id === importId)) {
        const outcomes = message?.outcomes.map(outcomeOf) ?? [];
        if (message) expect(answers.get(message.chunk) ?? outcomes).toEqual(outcomes);
        if (message) answers.set(message.chunk, outcomes);
      }
      return [...answers].toSorted(([one], [other]) => one - other).flatMap(([, outcomes]) => outcomes);
    });
  }

  /** What was said of the devices that the imports touched, each event once, in order per device. */
  async said(importIds: readonly string[]): Promise<SaidEvent[]> {
    const records = await this.service.records(topics.devices);
    const once = new Map(records.map((record) => [record.headers['ce_id'], record]));
    const touched = new Set(
      records
        .filter(({ message }) => message?.change?.source.case === 'import' && importIds.includes(message.change.source.value.importId))
        .map(({ key: id }) => id),
    );
    return [...once.values()]
      .filter(({ key: id }) => touched.has(id))
      .map(({ key: deviceId, sequence, message, headers }) => ({ deviceId, sequence, state: message && stateOf(message, headers) }));
  }
}

const outcomeOf = ({ row, outcome, reasons }: RowOutcome): RealOutcome => ({
  row,
  outcome: Outcome[outcome].toLowerCase(),
  reasons: reasons.map(({ column, code, message, value }) => ({ column, code, message, value })),
});

const asked = (row: TenantRow, nameKeys: readonly string[], sites: readonly { readonly customerId: string; readonly nameKey: string }[]): boolean =>
  row.kind === 'site' ? sites.some(({ customerId, nameKey }) => customerId === row.customer_id && nameKey === key(row.name)) : nameKeys.includes(key(row.name));

const chunkMessage = ({ importId, uploader, columns }: UploadedFile, chunk: number, rows: readonly FileRow[]): ApplyRows =>
  create(ApplyRowsSchema, {
    importId,
    chunk,
    uploader: { id: uploader.id, name: uploader.name, role: uploader.role, resellerId: orEmpty(uploader.resellerId), customerId: orEmpty(uploader.customerId) },
    columns: columns.map((column) => COLUMNS[COLUMN_NAMES.indexOf(column)] ?? Column.UNSPECIFIED),
    rows: rows.map(({ row, cells, inexact }) => ({ row, cells: [...cells], inexactNumbers: inexact.map((column) => columns.indexOf(column)) })),
  });

function cut<Item>(items: readonly Item[], sizes: readonly number[]): Item[][] {
  const parts: Item[][] = [];
  for (let at = 0, part = 0; at < items.length; part++) {
    const size = sizes[part % sizes.length] ?? 1;
    parts.push(items.slice(at, at + size));
    at += size;
  }
  return parts;
}

function stateOf(message: DeviceChanged, headers: Readonly<Record<string, string>>): Record<string, unknown> {
  const { $typeName: _type, id: _id, createdAt: _createdAt, state, change, ...shown } = message;
  return {
    ...shown,
    state: LifecycleState[state],
    kind: change && Change_Kind[change.kind].toLowerCase(),
    by: [change?.byId, change?.byName],
    from: change?.source.case === 'import' ? [change.source.value.importId, change.source.value.row] : change?.source.case,
    fields: change?.fields.toSorted(),
    resellerHeader: headers['rf_reseller'] ?? null,
    customerHeader: headers['rf_customer'] ?? null,
  };
}
