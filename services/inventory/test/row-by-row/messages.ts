// What the world, a file and the answers are as messages.
import { create, type MessageInitShape } from '@bufbuild/protobuf';
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
  type RowOutcome,
  TenantChangedSchema,
} from '@ringfleet/contracts';
import { sealedCellPurpose } from '@ringfleet/kernel';
import type { Sealer } from '@ringfleet/secrets';
import type { FieldRow, ProfileRow, TenantRow } from './reference/records.js';
import type { FileRow } from './reference/row.js';
import { COLUMN_NAMES, isCustomColumn, isSecretColumn } from './reference/words.js';
import type { UploadedFile } from './file.js';

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
  Column.ASCII_AES_KEY,
  Column.SECRET,
  Column.HTTP_USERNAME,
  Column.HTTP_PASSWORD,
  Column.FILE_NAME,
  Column.ACCEPT_DATA_FROM_PHONE,
  Column.VIRTUAL_PHONE_PROVISIONING,
  Column.CUSTOM_FIELD,
  Column.CUSTOM_FIELD,
  Column.CUSTOM_FIELD,
  Column.CUSTOM_FIELD,
];

type Tenant = MessageInitShape<typeof TenantChangedSchema>;
type Profile = MessageInitShape<typeof ProfileChangedSchema>;

export function tenantMessage(row: TenantRow & { readonly deleted: boolean }): Tenant {
  const { id, name, deleted } = row;
  const resellerId = orEmpty(row.reseller_id);
  if (row.kind === 'reseller') return { id, name, deleted, tenant: { case: 'reseller', value: {} } };
  if (row.kind === 'customer')
    return { id, name, deleted, tenant: { case: 'customer', value: { resellerId, provisionDevices: PERMISSIONS[row.permission ?? ''] } } };
  return { id, name, deleted, tenant: { case: 'site', value: { customerId: orEmpty(row.customer_id), resellerId, approvedModelIds: row.approved_model_ids } } };
}

export const profileMessage = ({ id, name, deleted, shared, owner_reseller_id, model_ids }: ProfileRow & { readonly deleted: boolean }): Profile => ({
  id,
  name,
  deleted,
  shared,
  ownerResellerId: orEmpty(owner_reseller_id),
  modelIds: model_ids,
});

export const outcomeOf = ({ row, outcome, reasons }: RowOutcome): RealOutcome => ({
  row,
  outcome: Outcome[outcome].toLowerCase(),
  reasons: reasons.map(({ column, code, message, value }) => ({ column, code, message, value })),
});

export const chunkMessage = (
  { importId, uploader, columns }: UploadedFile,
  { chunk, rows, fields, sealer }: { readonly chunk: number; readonly rows: readonly FileRow[]; readonly fields: readonly FieldRow[]; readonly sealer: Sealer },
): ApplyRows =>
  create(ApplyRowsSchema, {
    importId,
    chunk,
    uploader: { id: uploader.id, name: uploader.name, role: uploader.role, resellerId: orEmpty(uploader.resellerId), customerId: orEmpty(uploader.customerId) },
    columns: columns.map((column) => COLUMNS[COLUMN_NAMES.indexOf(column)] ?? Column.UNSPECIFIED),
    customColumns: columns.filter(isCustomColumn).map((header) => ({ header, fieldId: orEmpty(fields.find(({ name }) => name === header)?.id ?? null) })),
    rows: rows.map(({ row, cells, inexact }) => ({
      row,
      cells: cells.map((cell, at) => (isSecretColumn(columns[at] ?? 'Name') ? '' : cell)),
      inexactNumbers: inexact.map((column) => columns.indexOf(column)),
      // As files reads them: a cell of blanks is none.
      sealedCells: columns.flatMap((column, at) => {
        const cell = cells[at] ?? '';
        return isSecretColumn(column) && cell.trim() !== '' ? [{ column: at, value: new Uint8Array(sealer.seal(cell, sealedCellPurpose(importId, row))) }] : [];
      }),
    })),
  });

export function stateOf(message: DeviceChanged, headers: Readonly<Record<string, string>>): Record<string, unknown> {
  const { $typeName: _type, id: _id, createdAt: _createdAt, state, change, customValues, ...shown } = message;
  return {
    ...shown,
    customValues: customValues.map(({ fieldId, value }) => `${fieldId} ${value.value}`).toSorted(),
    state: LifecycleState[state],
    kind: change && Change_Kind[change.kind].toLowerCase(),
    by: [change?.byId, change?.byName],
    from: change?.source.case === 'import' ? [change.source.value.importId, change.source.value.row] : change?.source.case,
    fields: change?.fields.toSorted(),
    resellerHeader: headers['rf_reseller'] ?? null,
    customerHeader: headers['rf_customer'] ?? null,
  };
}
