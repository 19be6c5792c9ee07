import { outboxMigration } from '@ringfleet/messaging';
import { rowLevelSecurity, SCOPE_KIND } from '@ringfleet/persistence';

/** Tables that every service's database has; the first statement of its first migration. What is in the outbox, any scope writes and the relay alone reads. */
export const commonTables = (): string => `
create table seeds (name text primary key, at timestamptz not null default now());
${outboxMigration()}
${rowLevelSecurity('outbox')}
create policy written on outbox for insert with check (${SCOPE_KIND} <> '');`;
