// Real: PostgreSQL, the event log, HTTP, two instances on one database. Not real: the services whose states are told.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@ringfleet/kernel';
import { Control } from './support/control.js';
import { type Asking, type Outcome, outcomesOf } from './support/report-model.js';
import { type ReportAnswer, Reports } from './support/reports.js';

describe('the limits of the report (EXP-05)', () => {
  const LIMITS = { atOnce: 3, waiting: 10 };
  let control: Control;
  let reports: Reports;
  beforeAll(async () => {
    control = await Control.start(null, { RINGFLEET_LINE_STATES_APART_SECONDS: '1' });
    reports = await Reports.of(control, 2);
  });
  afterAll(async () => {
    await reports.close();
    await control.stop();
  });

  const tally = (words: readonly string[]): Record<string, number> =>
    Object.fromEntries([...Map.groupBy(words, (word) => word)].map(([word, same]) => [word, same.length]));
  const said = ({ status, code }: ReportAnswer): string => code ?? String(status);

  /** Who came first with a file has made it. */
  function outcomesIn(answers: readonly ReportAnswer[]): Outcome[] {
    const files = new Set<string>();
    return answers.map(({ code, headers }) => {
      const tag = headers.get('etag') ?? '';
      if (code !== undefined) return code as Outcome;
      if (files.has(tag)) return 'given another’s';
      files.add(tag);
      return 'made at once';
    });
  }

  /** All ask at once, of both instances, and nothing is finished before all that are refused have been. */
  async function crowd(asks: readonly { readonly query: string; readonly id: string }[], refused: number): Promise<ReportAnswer[]> {
    const release = await reports.hold();
    let answers = 0;
    const enough = Promise.withResolvers<void>();
    const all = asks.map(async ({ query, id }, index) => {
      const answer = await reports.ask(query, { as: { id }, instance: index % 2 });
      if (++answers === refused) enough.resolve();
      return answer;
    });
    await enough.promise;
    await release();
    return Promise.all(all);
  }

  it('let one of thirty of one session begin, one a while later, and tell the others when to ask again', async () => {
    const [customerId = ''] = await control.customers(1);
    const id = newId();
    const begun = performance.now();
    const got = await crowd(
      Array.from({ length: 30 }, (_, index) => ({ query: `customer=${customerId}&q=${index}`, id })),
      28,
    );
    expect(tally(got.map(said))).toEqual({ 200: 2, report_under_way: 28 });
    expect(performance.now() - begun).toBeGreaterThanOrEqual(1_000);
    for (const { headers } of got.filter(({ status }) => status === 429)) expect(headers.get('retry-after')).toBe('1');
  });

  it('let three of thirty customers begin, ten wait, and refuse the others', async () => {
    const customers = await control.customers(30);
    const got = await crowd(
      customers.map((customerId) => ({ query: `customer=${customerId}`, id: newId() })),
      17,
    );
    expect(tally(got.map(said))).toEqual({ 200: 13, too_many_reports: 17 });
    expect(new Set(got.map(({ headers }) => headers.get('etag'))).size).toBe(14);
  });

  it.each([
    ['two users of one customer, who ask for the same and for something else', mixed(2, 1, 2, 8)],
    ['many sessions of few customers', mixed(12, 4, 2, 30)],
    ['few sessions of many customers', mixed(5, 20, 1, 30)],
    ['many of many', mixed(25, 25, 2, 40)],
  ])('give %s what a model of the rules says', async (_, askings) => {
    const customers = await control.customers(Math.max(...askings.map(({ customer }) => customer)) + 1);
    const sessions = askings.map(() => newId());
    const release = await reports.hold();
    const expected = outcomesOf(askings, LIMITS);
    const asked: { readonly answer: Promise<ReportAnswer> }[] = [];
    for (const [index, { session, customer, filter }] of askings.entries()) {
      const query = `customer=${customers[customer]}&q=${filter}`;
      asked.push(await reports.entered(() => reports.ask(query, { as: { id: sessions[session] ?? '' }, instance: index % 2 })));
    }
    const states = await reports.states();
    expect(tally(states.split(' '))['making'] ?? 0).toBe(expected.filter((outcome) => outcome === 'made at once').length);
    await release();
    expect(outcomesIn(await Promise.all(asked.map(({ answer }) => answer)))).toEqual(
      expected.map((outcome) => (outcome === 'made later' ? 'made at once' : outcome)),
    );
    await reports.until((left) => !/making|waiting/.test(left));
  });

  it('give the place of who goes away to the next, whether it waits or its report is made', async () => {
    const [one = '', two = ''] = await control.customers(2);
    const release = await reports.hold();
    const [making, waiting] = [new AbortController(), new AbortController()];
    const session = { id: newId() };
    const first = reports.ask(`customer=${one}`, { as: session, signal: making.signal }).catch(() => 'gone');
    await reports.until((states) => states.endsWith('making'));
    const second = reports.ask(`customer=${two}`, { as: session, signal: waiting.signal }).catch(() => 'gone');
    await reports.until((states) => states.endsWith('making waiting'));
    waiting.abort();
    await reports.until((states) => states.endsWith('making'));
    making.abort();
    await reports.until((states) => !/making|waiting/.test(states));
    expect(await Promise.all([first, second])).toEqual(['gone', 'gone']);
    await release();
    expect((await reports.ask(`customer=${one}`, { as: session })).status).toBe(200);
  });

  it('count what an instance held that was killed no longer than its lease', async () => {
    const [customerId = ''] = await control.customers(1);
    await reports.run(`insert into line_states_reports (id, session, customer_id, question, seen_as, state, started_at, lease_until)
      select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '', 'tenant', 'making', now(), now() + interval '1 hour' from generate_series(1, 3)`);
    const asked = reports.ask(`customer=${customerId}`);
    await reports.until((states) => states.endsWith('making making making waiting'));
    await reports.run(`update line_states_reports set lease_until = now() where state = 'making'`);
    expect((await asked).status).toBe(200);
  });
});

/** The same ones at every run: a linear congruence (Numerical Recipes). */
function mixed(sessions: number, customers: number, filters: number, count: number): Asking[] {
  let seed = sessions * 1_000 + customers;
  const below = (limit: number): number => {
    seed = (seed * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((seed / 2 ** 32) * limit);
  };
  return Array.from({ length: count }, () => ({ session: below(sessions), customer: below(customers), filter: below(filters) }));
}
