// Real: the program as built, Prometheus with the delivered configuration and rules, promtool, the delivered dashboard's queries.
import { Api } from '../support/api.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import { csvOf, macOf } from '../support/sheets.js';
import { run } from '../deploy/support/program.js';
import { alerts, dashboardQueries, testedAlerts } from './support/delivered.js';
import { exposedNames, queriedNames } from './support/metric-names.js';
import { Prometheus, type Sample } from './support/prometheus.js';

const BLOCK = 211;
const SERVICES = ['device-control', 'directory', 'files', 'inventory', 'notifications', 'profiles'];
/** What Prometheus says of its own. */
const OWN_NAMES = ['up', 'ALERTS'];

let ringfleet: RingfleetProcess;
let prometheus: Prometheus;
let page: string;

beforeAll(async () => {
  ringfleet = await RingfleetProcess.start();
  const { url } = ringfleet.credentials;
  prometheus = await Prometheus.start(new URL(url).host);
  const api = await Api.signIn(url, ringfleet.credentials);
  const good = Array.from({ length: 1_200 }, (_, index) => ({ name: `measured-${index}`, mac: macOf(BLOCK, index) }));
  const { counts } = await api.import(csvOf([...good, { name: 'measured-bad', mac: 'no address' }, { name: 'measured-none', model: 'No such model' }]));
  expect(counts).toMatchObject({ applied: 1_200, rejected: 2 });
  await api.request('/api/v1/imports/01a1feab-441f-7007-a400-02e77e11047d');
  page = await (await fetch(`${url}/metrics`)).text();
  await prometheus.until('sum(ringfleet_import_rows_total) == 1202');
});
afterAll(async () => {
  await prometheus.stop();
  await ringfleet.remove();
});

const valueOf = async (expression: string): Promise<number | undefined> => (await prometheus.query(expression))[0]?.value;
const by = (label: string, samples: readonly Sample[]): Record<string, number> =>
  Object.fromEntries(samples.map(({ metric, value }) => [metric[label] ?? '', value]));

describe('metrics, collected by Prometheus', () => {
  it('count the rows of an import by outcome, and its rejections by reason', async () => {
    expect(by('outcome', await prometheus.query('ringfleet_import_rows_total'))).toEqual({ applied: 1_200, rejected: 2, unchanged: 0 });
    expect(by('code', await prometheus.query('ringfleet_import_rejection_reasons_total'))).toEqual({ bad_mac: 1, unknown_model: 1 });
  });

  it('time its chunks, from sending to the stored answer and in inventory', async () => {
    expect(await valueOf('ringfleet_import_chunk_seconds_count')).toBe(2);
    expect(await valueOf('ringfleet_import_chunk_seconds_sum')).toBeGreaterThan(0);
    expect(by('step', await prometheus.query('ringfleet_import_chunk_step_seconds_count'))).toEqual({ apply: 2, judge: 2 });
  });

  it('tell of every service whether it is ready, what its outbox holds and how its pool is used', async () => {
    for (const name of ['ringfleet_ready', 'ringfleet_outbox_records', 'ringfleet_outbox_age_seconds', 'ringfleet_database_waiting']) {
      expect(Object.keys(by('service', await prometheus.query(name))).toSorted()).toEqual(SERVICES);
    }
    expect(await valueOf('min(ringfleet_ready)')).toBe(1);
    expect(by('state', await prometheus.query('ringfleet_database_connections{service="inventory"}'))).toMatchObject({ most: 16 }); // 8 of the pool, and 8 for what is sent at one go
  });

  it('tell what went over the log: as much as was sent was processed, and nothing lags', async () => {
    expect(await valueOf('ringfleet_consumer_records_total{service="inventory",topic="files.import-rows.v1"}')).toBe(2);
    expect(await valueOf('ringfleet_consumer_records_total{service="files",topic="inventory.import-outcome.v1"}')).toBe(2);
    expect(await valueOf('ringfleet_relay_records_total{service="inventory"}')).toBeGreaterThanOrEqual(1_202);
    expect(await valueOf('sum(ringfleet_dead_letters_total)')).toBe(0);
    await prometheus.until('sum(ringfleet_consumer_lag_records) == 0');
  });

  it('tell requests by the template of their route, never by what stands in its place', async () => {
    expect(await valueOf('ringfleet_http_requests_total{service="files",method="POST",route="/api/v1/imports",status="202"}')).toBe(1);
    expect(await valueOf('ringfleet_http_requests_total{service="files",method="GET",route="/api/v1/imports/:id",status="404"}')).toBe(1);
    expect(await valueOf('ringfleet_http_request_seconds_count{service="directory",method="POST",route="/oauth/*"}')).toBe(1);
    expect(page).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-7/); // 01a1feab-441f-7…
    expect(page).not.toContain('measured-');
  });

  it('are as promtool wants them', () => {
    // counter and gauge names of the process itself are the client library's
    const { err, out } = run('promtool', ['check', 'metrics'], {}, page);
    expect(`${out}${err}`.split('\n').filter((line) => line.startsWith('ringfleet_'))).toEqual([]);
  });

  it('are shown to this machine alone, and not to a proxy on it that speaks for others', async () => {
    const url = `${ringfleet.credentials.url}/metrics`;
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) {
      expect((await fetch(url, { headers: { [header]: '203.0.113.7' } })).status).toBe(404);
    }
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('alerts and the dashboard', () => {
  it('use no metric that is not exposed', () => {
    const exposed = exposedNames(page);
    const queries = [...alerts.map(({ alert, expr }) => ({ title: alert, expr })), ...dashboardQueries];
    expect(queries.length).toBeGreaterThan(30);
    const unknown = queries.flatMap(({ title, expr }) =>
      queriedNames(expr)
        .filter((name) => !exposed.has(name) && !OWN_NAMES.includes(name))
        .map((name) => `${title}: ${name}`),
    );
    expect(unknown).toEqual([]);
  });

  it('are understood by Prometheus, every query', async () => {
    for (const { expr } of [...alerts, ...dashboardQueries]) await prometheus.query(expr);
  });

  it('are loaded as rules, and none fires while all is well', async () => {
    const rules = await prometheus.rules();
    expect(rules.map(({ name }) => name)).toEqual(alerts.map(({ alert }) => alert));
    expect(rules.filter(({ health }) => health === 'err')).toEqual([]);
    expect(rules.filter(({ state }) => state === 'firing')).toEqual([]);
  });

  it('have a case in which each fires, and one in which it does not', () => {
    const names = new Set(alerts.map(({ alert }) => alert));
    expect([testedAlerts(true), testedAlerts(false)]).toEqual([names, names]);
  });
});
