/** SQL for policies and for queries that name their scope so that indexes serve; each is evaluated once per query, not per row. */
export const SCOPE_KIND = `(select current_setting('rf.scope', true))`;
export const SCOPE_RESELLER = `(select nullif(current_setting('rf.reseller', true), '')::uuid)`;
export const SCOPE_CUSTOMER = `(select nullif(current_setting('rf.customer', true), '')::uuid)`;

/** Of a customer-user; empty for everybody else. */
export const SCOPE_USER = `(select coalesce(current_setting('rf.user', true), ''))`;

export interface Visibility {
  /** SQL condition under which a reseller sees the row; it may use SCOPE_RESELLER. Absent: never. */
  readonly reseller?: string;
  /** SQL condition under which a customer sees the row; it may use SCOPE_CUSTOMER. Absent: never. */
  readonly customer?: string;
}

/** The SQL condition under which the scope of a transaction sees a row. */
export const visibleTo = ({ reseller, customer }: Visibility): string =>
  [
    `${SCOPE_KIND} in ('system', 'provider')`,
    ...(reseller ? [`(${SCOPE_KIND} = 'reseller' and (${reseller}))`] : []),
    ...(customer ? [`(${SCOPE_KIND} = 'customer' and (${customer}))`] : []),
  ].join('\n    or ');

/**
 * Statements that put a table under row-level security; run by its owner. Without a scope nobody sees a row. `system` and the provider see all.
 * The owner, who migrates, sees all rows too: a function that must see more than its caller (is this MAC taken?) is SECURITY DEFINER and answers keys only.
 */
export function rowLevelSecurity(table: string, seen: Visibility = {}): string {
  return `
alter table ${table} enable row level security;
alter table ${table} force row level security;
create policy scope on ${table} using (${visibleTo(seen)});
create policy owner on ${table} to current_user using (true);`;
}

/** The statement that changes who sees the rows of a table that is under row-level security already. */
export const changeVisibility = (table: string, seen: Visibility): string => `alter policy scope on ${table} using (${visibleTo(seen)});`;
