/**
 * Why a file as a whole cannot be read.
 *
 * - Nothing to read: `empty_file` (no row with content), `too_large_file`
 * - Not readable here: `not_a_spreadsheet`, `encrypted_workbook`
 * - Broken: `truncated_file`, `damaged_file` (container or records do not hold together), `missing_part`, `bad_xml`
 * - Text: `nul_bytes`, `invalid_encoding`, `unterminated_quote`
 * - Beyond a limit: `too_many_rows`, `too_many_columns`, `cell_too_long`, `row_too_long`, `too_large_inflated`, `too_many_parts`, `too_large_in_memory`
 * - Hostile: `external_entities`
 */
export type BadSpreadsheetCode =
  | 'empty_file'
  | 'too_large_file'
  | 'not_a_spreadsheet'
  | 'encrypted_workbook'
  | 'truncated_file'
  | 'damaged_file'
  | 'missing_part'
  | 'bad_xml'
  | 'nul_bytes'
  | 'invalid_encoding'
  | 'unterminated_quote'
  | 'too_many_rows'
  | 'too_many_columns'
  | 'cell_too_long'
  | 'row_too_long'
  | 'too_large_inflated'
  | 'too_many_parts'
  | 'too_large_in_memory'
  | 'external_entities';

/** The file cannot be read, whatever is tried: `code` is stable, the message says what is wrong and how to mend it. */
export class BadSpreadsheet extends Error {
  override readonly name = 'BadSpreadsheet';
  constructor(
    readonly code: BadSpreadsheetCode,
    message: string,
  ) {
    super(message);
  }
}
