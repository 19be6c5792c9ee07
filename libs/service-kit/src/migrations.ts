import { outboxMigration } from '@ringfleet/messaging';

/** Tables that every service's database has; the first statement of its first migration. */
export const commonTables = (): string => `
create table seeds (name text primary key, at timestamptz not null default now());
${outboxMigration()}`;
