import { Migration } from '@mikro-orm/migrations';
import { rowLevelSecurity, SCOPE_CUSTOMER, SCOPE_KIND, SCOPE_RESELLER } from '@ringfleet/persistence';
import { commonTables } from '@ringfleet/service-kit';

export class Notifications0001 extends Migration {
  override up(): void {
    this.addSql(commonTables());
    this.addSql(notifications());
  }
}

// Two policies, and a row is seen where both let it: the tenancy rule of every service, and a restrictive one on top that leaves a transaction only what is
// addressed to the recipient it named. The provider's role is no exception to the second.
const notifications = (): string => `
create table notifications (
  id uuid primary key,
  -- In the order of the commits, so that nothing is left out by who asks for what came since. Never shown: it would tell how many notifications others get.
  number bigint generated always as identity unique,
  recipient_id text not null,
  reseller_id uuid,
  customer_id uuid,
  kind text not null,
  -- What it is about: an import.
  subject_id uuid not null,
  title text not null,
  data jsonb not null,
  created_at timestamptz not null,
  read_at timestamptz,
  unique (subject_id, kind, recipient_id)
);
create index notifications_recipient on notifications (recipient_id, number);
create index notifications_unread on notifications (recipient_id, number) where read_at is null;
${rowLevelSecurity('notifications', { reseller: `reseller_id = ${SCOPE_RESELLER} and customer_id is null`, customer: `customer_id = ${SCOPE_CUSTOMER}` })}
create policy recipient on notifications as restrictive
  using (${SCOPE_KIND} = 'system' or recipient_id = (select nullif(current_setting('rf.recipient', true), '')));`;
