/** A question of a scenario in which nothing is finished before all have asked. */
export interface Asking {
  readonly session: number;
  readonly customer: number;
  readonly filter: number;
}

export type Outcome = 'made at once' | 'made later' | 'given another’s' | 'report_under_way' | 'too_many_reports';

/** The rules of EXP-05 as product.md words them, counted by hand. */
export function outcomesOf(askings: readonly Asking[], { atOnce, waiting }: { readonly atOnce: number; readonly waiting: number }): Outcome[] {
  const bySession = new Map<number, number>();
  const byCustomer = new Map<number, number>();
  const made = new Set<string>();
  let running = 0;
  let queued = 0;
  return askings.map(({ session, customer, filter }): Outcome => {
    const [own, customers] = [bySession.get(session) ?? 0, byCustomer.get(customer) ?? 0];
    if (own === 0 && made.has(`${customer}/${filter}`)) {
      bySession.set(session, 1);
      return 'given another’s';
    }
    if (own > 1 || customers > 1) return 'report_under_way';
    const isFree = own === 0 && customers === 0 && running < atOnce;
    if (!isFree && queued === waiting) return 'too_many_reports';
    if (isFree) running++;
    else queued++;
    bySession.set(session, own + 1);
    byCustomer.set(customer, customers + 1);
    made.add(`${customer}/${filter}`);
    return isFree ? 'made at once' : 'made later';
  });
}
