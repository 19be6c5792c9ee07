import { Outcome, type RowOutcome } from '@ringfleet/contracts';
import { beginning, type Cell, type Reason } from '@ringfleet/kernel';

const OUTCOMES = { applied: Outcome.APPLIED, unchanged: Outcome.UNCHANGED, rejected: Outcome.REJECTED } as const;

// A cell is repeated so far in a reason; the error list has it whole.
const VALUE_LENGTH = 200;

interface NamedRow {
  readonly row: number;
  readonly cells: { readonly name?: Cell };
}

/**
 * The one outcome of a row, as it is answered.
 * @param titles by column, as reasons name it
 */
export const judgedOutcome = <Column extends string>(
  row: NamedRow,
  titles: Readonly<Record<Column, string>>,
  { outcome, reasons = [] }: { readonly outcome: keyof typeof OUTCOMES; readonly reasons?: readonly Reason<Column>[] },
): RowOutcome => ({
  $typeName: 'ringfleet.inventory.v1.RowOutcome',
  row: row.row,
  outcome: OUTCOMES[outcome],
  reasons: reasons.map(({ column, code, message, value }) => ({
    $typeName: 'ringfleet.inventory.v1.Reason',
    column: titles[column],
    code,
    message,
    value: beginning(value, VALUE_LENGTH),
  })),
  name: outcome === 'rejected' ? beginning(row.cells.name?.raw ?? '', VALUE_LENGTH) : '',
});
