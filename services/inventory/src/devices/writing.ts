import type { Statement, Tx } from '@ringfleet/persistence';
import type { DeviceStep } from './device.js';

/** When something is judged, by the clock of the database; asked before the time is taken that the devices carry. */
export async function judgedAt(tx: Tx): Promise<string> {
  const [row] = await tx.query<{ at: string }>('select clock_timestamp()::text as at');
  return row?.at ?? '';
}

/** Shows the time that the steps carry as long as their transaction is open. What was judged too long before fails, and is judged again. `judged` null: in this transaction. */
export const beginWriting = (steps: readonly DeviceStep[], judged: string | null): Statement => ({
  sql: 'select begin_writing($1, $2)',
  params: [new Date(Math.min(...steps.map((step) => timeOf(step).getTime()))).toISOString(), judged],
});

/** What carries that time or one before, and is still being written, is waited for (INV-14). */
export const waitForWriting = (tx: Tx, until: Date): Promise<unknown> => tx.query('select wait_for_writing($1)', [until.toISOString()]);

const timeOf = (step: DeviceStep): Date => (step.kind === 'deleted' ? step.cause.at : step.device.cause.at);
