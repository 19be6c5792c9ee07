import type { Author } from '@ringfleet/contracts';
import { writePlan } from '@ringfleet/import-rows';
import type { OutgoingRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import { refusalOfTaken } from '@ringfleet/service-kit';
import type { TreeNode } from '../imports/working-tree.js';
import { planTree } from '../imports/write-tree.js';

const UNIQUE = {
  resellers_name: 'name',
  customers_name: 'name',
  sites_name: 'name',
  accounts_number: 'number',
  accounts_sip_username: 'sipUsername',
  users_name: 'name',
} as const;

/** Writes a new or changed record and the events that say so. Throws `Refused` 409 where its name is in use. */
export async function save(tx: Tx, record: object, ...events: readonly OutgoingRecord[]): Promise<void> {
  tx.em.persist(record);
  try {
    await tx.em.flush();
  } catch (error) {
    throw refusalOfTaken(error, UNIQUE) ?? error;
  }
  await tx.publish(events);
}

/** Adds a node of the tree as imports do, a chunk of one. Throws `Refused` 409 where its name is in use. */
export async function saveNew(tx: Tx, node: TreeNode, author: Author): Promise<void> {
  const plan = planTree([{ node, author }]);
  try {
    await writePlan(tx, plan);
  } catch (error) {
    throw refusalOfTaken(error, UNIQUE) ?? error;
  }
  await tx.publish(plan.records);
}

/** Deletes a record and says so. */
export async function erase(tx: Tx, record: object, ...events: readonly OutgoingRecord[]): Promise<void> {
  tx.em.remove(record);
  await tx.em.flush();
  await tx.publish(events);
}
