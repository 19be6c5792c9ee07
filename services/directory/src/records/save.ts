import { UniqueConstraintViolationException } from '@mikro-orm/core';
import { Refused } from '@ringfleet/kernel';
import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';

/** Which field is at fault when a unique constraint says no: the constraint's name is the judge, no look-up before could be. */
const TAKEN: Readonly<Record<string, { readonly field: string; readonly code: string }>> = {
  resellers_name: { field: 'name', code: 'name_not_unique' },
  customers_name: { field: 'name', code: 'name_not_unique' },
  sites_name: { field: 'name', code: 'name_not_unique' },
  users_name: { field: 'name', code: 'name_not_unique' },
  accounts_number: { field: 'number', code: 'number_not_unique' },
  accounts_sip_username: { field: 'sipUsername', code: 'sip_username_not_unique' },
};

/** Writes a new or changed record and the event that says so. Throws `Refused` 409 where its name is in use. */
export async function save(tx: Tx, record: object, event: OutgoingRecord): Promise<void> {
  tx.em.persist(record);
  try {
    await tx.em.flush();
  } catch (error) {
    throw refusalOf(error) ?? error;
  }
  await tx.publish([event]);
}

function refusalOf(error: unknown): Refused | undefined {
  if (!(error instanceof UniqueConstraintViolationException)) return undefined;
  const taken = 'constraint' in error && typeof error.constraint === 'string' ? TAKEN[error.constraint] : undefined;
  if (!taken) return undefined;
  const message = 'It is in use already: choose another.';
  return new Refused(409, taken.code, message, { errors: [{ ...taken, message }] });
}
