import { create } from '@bufbuild/protobuf';
import { type Author, Change_Kind, changeBy, CustomFieldChangedSchema, CustomFieldKind, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { CustomField, FieldKind } from './custom-field.js';

const KINDS: Readonly<Record<FieldKind, CustomFieldKind>> = {
  text: CustomFieldKind.TEXT,
  number: CustomFieldKind.NUMBER,
  date: CustomFieldKind.DATE,
  choice: CustomFieldKind.CHOICE,
};

/** The state of a field after a change of some of its facts. */
export function fieldRecord(field: CustomField, author: Author, fields: readonly string[]): OutgoingRecord {
  const kind = field.version === 1 ? Change_Kind.CREATED : Change_Kind.CHANGED;
  return toRecord({ ...common(field, author), sequence: field.version, message: stateOf(field, author, { kind, fields }) });
}

/** The last state of a field that is deleted, and the tombstone. */
export function fieldGoneRecords(field: CustomField, author: Author): OutgoingRecord[] {
  const last = { ...stateOf(field, author, { kind: Change_Kind.DELETED, fields: [] }), deleted: true };
  return [
    toRecord({ ...common(field, author), sequence: field.version + 1, message: last }),
    toRecord({ ...common(field, author), sequence: field.version + 2, message: null }),
  ];
}

const common = ({ id, ownerResellerId }: CustomField, { at }: Author) => {
  const headers: Record<string, string> = ownerResellerId ? { rf_reseller: ownerResellerId } : {};
  return { topic: topics.customFields, key: id, source: 'inventory', time: at, headers };
};

const stateOf = (field: CustomField, author: Author, { kind, fields }: { readonly kind: Change_Kind; readonly fields: readonly string[] }) =>
  create(CustomFieldChangedSchema, {
    id: field.id,
    ownerResellerId: field.ownerResellerId ?? '',
    name: field.name,
    kind: KINDS[field.kind],
    choices: [...field.choices],
    internal: field.internal,
    change: changeBy(author, kind, fields),
  });
