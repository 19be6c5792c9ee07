// Real: the program as built in its own process, its PostgreSQL, SIGKILL to both while the tree is imported.
import { type AccountChanged, type TenantChanged, topics } from '@ringfleet/contracts';
import { openHomeEventLog } from '@ringfleet/runtime';
import { createLogger } from '@ringfleet/observability';
import type { Api } from '../support/api.js';
import { type Event, eventsOn } from '../support/device-events.js';
import { manyNodes, treeCsv } from '../support/tree-sheets.js';
import type { RowView } from '../support/views.js';
import { randomOf, seedOf } from './random.js';
import { Tormentor } from './tormentor.js';

const isLong = process.env['FAULTS'] === 'long';
const KILLS = isLong ? 15 : 3;
const CUSTOMERS = 4_000;
const ACCOUNTS = 3;
const MINUTES_AT_MOST = 5;

const seed = seedOf();

it(
  `an import of ${CUSTOMERS * (ACCOUNTS + 2)} customers, sites and accounts, killed ${KILLS} times, adds each once and says so once (DIR-11, IMP-06, EVT-03)`,
  async () => {
    const nodes = manyNodes('Killed', CUSTOMERS, ACCOUNTS);
    // Rows that are refused, too: every hundredth names a customer that there is not.
    const rows = nodes.map((row, at) => (at % 100 === 99 && row.Type === 'Account' ? { ...row, Customer: 'Nobody' } : row));
    const wrong = rows.filter(({ Customer }) => Customer === 'Nobody').length;
    const counts = { rows: rows.length, applied: rows.length - wrong, unchanged: 0, rejected: wrong, notReached: 0 };
    const tormentor = await Tormentor.start(randomOf(seed));
    const { api, home } = tormentor;
    try {
      const id = await api.accepted(treeCsv(rows), { name: 'tree.csv', key: 'tree', fields: { kind: 'tree' } });
      await tormentor.interrupt(id, KILLS);
      expect(await api.ended(id)).toMatchObject({ state: 'completed', counts });
      await expectEachOnce(api, home, { id, wrong });
      // As the file says it, the passwords too: nothing of it is applied again.
      const again = await api.import(treeCsv(rows), { name: 'tree.csv', fields: { kind: 'tree' } });
      expect(again).toMatchObject({ state: 'completed', counts: { ...counts, applied: 0, unchanged: counts.applied } });
    } catch (error) {
      throw new Error(`With FAULTS_SEED=${seed}, after ${JSON.stringify(tormentor.kills)}`, { cause: error });
    } finally {
      await tormentor.remove();
    }
  },
  (MINUTES_AT_MOST + 1) * 60_000,
);

async function expectEachOnce(api: Api, home: string, { id, wrong }: { readonly id: string; readonly wrong: number }): Promise<void> {
  const total = async (path: string): Promise<number> => (await api.get<{ total: { value: number } }>(`/api/v1/${path}?q=Killed&limit=1`)).total.value;
  expect(await total('customers')).toBe(CUSTOMERS);
  expect(await total('accounts')).toBe(CUSTOMERS * ACCOUNTS - wrong);
  const refused = await api.all<RowView>(`/api/v1/imports/${id}/rows?outcome=rejected`);
  expect(refused.map(({ reasons }) => reasons.map(({ code }) => code).join())).toEqual(Array.from({ length: wrong }, () => 'unknown_customer'));
  const log = await openHomeEventLog(home, createLogger({ service: 'faults', level: 'error' }));
  try {
    const tenants = sequencesOf(await eventsOn(log, topics.tenants), id);
    const accounts = sequencesOf(await eventsOn(log, topics.accounts), id);
    expect(tenants.size).toBe(2 * CUSTOMERS);
    expect(accounts.size).toBe(CUSTOMERS * ACCOUNTS - wrong);
    expect(new Set([...tenants.values(), ...accounts.values()])).toEqual(new Set([1]));
  } finally {
    await log.close();
  }
}

/** The sequences of the states that rows of the import made, by record. */
function sequencesOf(events: readonly Event<TenantChanged | AccountChanged>[], importId: string): Map<string, number> {
  const own = events.filter(({ message }) => message?.change?.source.case === 'import' && message.change.source.value.importId === importId);
  return new Map(own.map(({ key, sequence }) => [key, sequence]));
}
