import { type CustomValues, type FieldRow, isCustomer, seesField } from './records.js';
import type { Row } from './row.js';
import { CUSTOM_COLUMNS, type CustomColumn, sameName } from './words.js';

/** The values that an Add gives, by where they are kept. */
export interface Custom {
  readonly ofProvider: CustomValues;
  readonly ofReseller: CustomValues;
}

/** INV-16. @param holder the reseller that manages or holds the device; undefined where that is not certain */
export async function judgeCustom(row: Row, holder: string | null | undefined): Promise<Custom> {
  const custom: Custom = { ofProvider: {}, ofReseller: {} };
  for (const column of CUSTOM_COLUMNS) {
    if (row.isEmpty(column)) continue;
    const field = await row.records.field(column);
    const value = judgeValue(row, column, field, holder);
    if (value !== undefined) (field.owner_reseller_id === null ? custom.ofProvider : custom.ofReseller)[field.id] = value;
  }
  return custom;
}

function judgeValue(row: Row, column: CustomColumn, field: FieldRow, holder: string | null | undefined): string | number | undefined {
  const code = faultOf(row, column, field, holder);
  if (code !== undefined) {
    row.reject(column, code);
    return undefined;
  }
  return readValue(field, row.cell(column));
}

function faultOf(row: Row, column: CustomColumn, field: FieldRow, holder: string | null | undefined): string | undefined {
  if (!seesField(row.uploader, field)) return 'unknown_field';
  if (isCustomer(row.uploader)) return 'not_permitted';
  if (row.isInexact(column)) return 'bad_number';
  if (field.owner_reseller_id !== null && holder !== undefined && holder !== field.owner_reseller_id) return 'field_of_another_reseller';
  const text = row.cell(column);
  if (field.kind === 'text' && /\p{Cc}/u.test(text)) return 'bad_name'; // '\u0007'
  if (field.kind === 'text' && Array.from(text).length > 255) return 'value_too_long';
  if (readValue(field, text) !== undefined) return undefined;
  return field.kind === 'number' ? 'bad_number' : 'unknown_choice';
}

/** What a cell says; undefined where it is no value of the kind. */
export function readValue(field: FieldRow, text: string): string | number | undefined {
  if (field.kind === 'text') return text;
  if (field.kind === 'choice') return field.choices.find((choice) => sameName(choice, text));
  const isNumber = /^-?[0-9]+([.][0-9]{1,6})?$/.test(text) && text.replaceAll(/[^0-9]/g, '').length <= 15; // -12.5
  return isNumber ? Number(text) || 0 : undefined;
}
