import type { Tx } from '@ringfleet/persistence';

/** Revoked keys go with whom they acted for; the audit still tells of them. */
export const forgetRevokedKeys = async (tx: Tx, column: 'reseller_id' | 'customer_id', id: string): Promise<void> => {
  await tx.query(`delete from service_keys where ${column} = $1 and revoked_at is not null`, [id]);
};
