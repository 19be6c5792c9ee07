import { type Caller, reason, shorten } from '@ringfleet/kernel';
import { type CustomField, type CustomValue, type CustomValues, type FieldsById, isNoValue, valueOf, withValues } from '../fields/custom-field.js';
import { type CustomColumn, fieldIdOf, isCustomColumn } from '../fields/custom-column.js';
import type { Told } from './judge.js';
import type { ImportRow, Reason } from './row.js';

/** The custom columns that a row has; files without any cost nothing. */
export function customColumnsOf(row: ImportRow): readonly CustomColumn[] {
  const columns = Object.keys(row.cells);
  return columns.some(isCustomColumn) ? columns.filter(isCustomColumn) : NONE;
}

const NONE: readonly CustomColumn[] = [];

interface Custom {
  readonly custom: CustomValues | null;
  readonly customOfReseller: CustomValues | null;
}

export interface CustomJudgement extends Custom {
  /** The fields of which values were written: they must still be so when the device is. */
  readonly fields: readonly CustomField[];
  readonly reasons: readonly Reason[];
}

export interface CustomJudge {
  readonly row: ImportRow;
  readonly fields: FieldsById;
  readonly uploader: Caller;
  /** The reseller that manages or holds the device, so that it has its fields; undefined where that is not known. */
  readonly holder: Told<string | null>;
}

/** What a device has in custom fields after a row, and what speaks against it (INV-16). */
export function judgeCustom(before: Custom, judge: CustomJudge): CustomJudgement {
  const columns = customColumnsOf(judge.row);
  if (columns.length === 0) return { ...before, fields: NO_FIELDS, reasons: NO_REASONS };
  const ofProvider: Record<string, CustomValue | null> = {};
  const ofReseller: Record<string, CustomValue | null> = {};
  const written: CustomField[] = [];
  const reasons: Reason[] = [];
  for (const column of columns) {
    const field = judge.fields.get(fieldIdOf(column));
    const given = judgeCell(column, field, judge);
    reasons.push(...given.reasons);
    if (!field || given.value === undefined) continue;
    (field.ownerResellerId === null ? ofProvider : ofReseller)[field.id] = given.value;
    if (given.value !== null) written.push(field);
  }
  return { custom: withValues(before.custom, ofProvider), customOfReseller: withValues(before.customOfReseller, ofReseller), fields: written, reasons };
}

const NO_FIELDS: readonly CustomField[] = [];
const NO_REASONS: readonly Reason[] = [];

function judgeCell(
  column: CustomColumn,
  field: CustomField | undefined,
  { row, uploader, holder }: CustomJudge,
): { readonly value?: CustomValue | null; readonly reasons: readonly Reason[] } {
  const { text, inexact } = row.cells[column] ?? { text: '', inexact: false };
  const refuse = (code: string, message: string): { reasons: Reason[] } => ({ reasons: [reason(row, column, code, message)] });
  if (!field) return text === '' ? { reasons: [] } : refuse('unknown_field', 'There is no such custom field; leave it empty.');
  if (text === '') return { value: null, reasons: [] };
  if (uploader.scope.kind === 'customer') return refuse('not_permitted', `${field.name} is set by who manages the device; leave it empty.`);
  if (inexact) return refuse('bad_number', `${shorten(text)}: the cell is a number that cannot be read digit for digit; format it as text and write it again.`);
  if (holder && field.ownerResellerId !== null && field.ownerResellerId !== holder.value)
    return refuse('field_of_another_reseller', `Only devices that its reseller manages or holds have the field ${field.name}; leave it empty.`);
  const value = valueOf(field, text);
  return isNoValue(value) ? refuse(value.code, value.message) : { value, reasons: [] };
}

/** Whether a cell says what a device has. */
export function saysValue(field: CustomField | undefined, text: string, has: CustomValue | null): boolean {
  if (text === '') return has === null;
  if (!field) return false;
  const value = valueOf(field, text);
  return !isNoValue(value) && value === has;
}
