// Speaks to directory as files does: chunks of imports of the tree on their topic, answers on the other.
import { create } from '@bufbuild/protobuf';
import { type ApplyRows, ApplyRowsSchema, Column, Outcome, type Reason, topics } from '@ringfleet/contracts';
import { newId, sealedCellPurpose } from '@ringfleet/kernel';
import type { TestService } from '@ringfleet/testing/service-harness';

const COLUMNS = {
  action: Column.ACTION,
  type: Column.TYPE,
  name: Column.NAME,
  reseller: Column.RESELLER,
  customer: Column.TENANT_CUSTOMER_NAME,
  site: Column.SITE,
  provisionDevices: Column.PROVISION_DEVICES,
  lineStatesReport: Column.LINE_STATES_REPORT,
  approvedModels: Column.APPROVED_MODELS,
  extension: Column.EXTENSION,
  displayName: Column.DISPLAY_NAME,
  sipUsername: Column.SIP_USERNAME,
  sipPassword: Column.SIP_PASSWORD,
  kind: Column.ACCOUNT_KIND,
};
export type Cells = Partial<Record<keyof typeof COLUMNS, string>>;

export interface SendOptions {
  /** The administrator, unless a reseller or another role is given. */
  readonly by?: { readonly role: string; readonly resellerId?: string; readonly customerId?: string };
  readonly chunkSize?: number;
}

/** A file of rows 2, 3, … with all columns, in chunks of `chunkSize` rows. */
export function chunksOf(
  service: TestService,
  rows: readonly Cells[],
  { by = { role: 'administrator' }, chunkSize = 1_000 }: SendOptions = {},
): { readonly importId: string; readonly messages: readonly ApplyRows[] } {
  const importId = newId();
  const columns = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
  const written = rows.map(({ sipPassword, ...row }, at) => {
    const cells: Cells = { action: 'Add', ...row };
    const value = sipPassword === undefined ? undefined : service.ports.sealer.seal(sipPassword, sealedCellPurpose(importId, at + 2));
    return {
      row: at + 2,
      cells: columns.map((column) => cells[column] ?? ''),
      sealedCells: value ? [{ column: columns.indexOf('sipPassword'), value: new Uint8Array(value) }] : [],
    };
  });
  const messages = Array.from({ length: Math.ceil(rows.length / chunkSize) }, (_, chunk) =>
    create(ApplyRowsSchema, {
      importId,
      chunk,
      uploader: { id: 'uploader', name: 'Uploader', ...by },
      columns: columns.map((column) => COLUMNS[column]),
      rows: written.slice(chunk * chunkSize, (chunk + 1) * chunkSize),
    }),
  );
  return { importId, messages };
}

export async function sendChunks(service: TestService, messages: readonly ApplyRows[]): Promise<void> {
  await service.tell(
    topics.treeRows,
    messages.map((message) => ({ key: message.importId, message })),
  );
}

/** By row: `applied`, `unchanged`, or `column code` of each reason. */
export async function outcomesOf(service: TestService, importId: string): Promise<string[]> {
  const answers = await answersTo(service, importId);
  return answers
    .flatMap(({ outcomes }) => outcomes)
    .map(({ outcome, reasons }) => reasons.map(({ column, code }) => `${column} ${code}`).join(', ') || Outcome[outcome].toLowerCase());
}

export const reasonsOf = async (service: TestService, importId: string): Promise<Reason[]> =>
  (await answersTo(service, importId)).flatMap(({ outcomes }) => outcomes.flatMap(({ reasons }) => reasons));

export const answersTo = async (service: TestService, importId: string) =>
  (await service.records(topics.treeOutcomes)).flatMap(({ key, message }) => (key === importId && message ? [message] : []));

/** Rows of one file, sent and judged. */
export async function importTree(service: TestService, rows: readonly Cells[], options: SendOptions = {}): Promise<string[]> {
  const { importId, messages } = chunksOf(service, rows, options);
  await sendChunks(service, messages);
  return outcomesOf(service, importId);
}
