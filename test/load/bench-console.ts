// npm run bench:console -- --devices 1000000 --rounds 20
// How long the list of phones takes in a browser beside its own call of the API in the same rounds: from navigation, a click or a turn of the wheel until what it leads to is drawn and the page
// would answer the next. The devices are made in the database of a Ringfleet of one process. The last line is JSON.
import { execFileSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import pg from 'pg';
import { fill } from './inventory-fill.ts';
import { type MeasuredRingfleet, startRingfleet } from './ringfleet-process.ts';
import { three } from './timed-import.ts';

const { values } = parseArgs({ options: { devices: { type: 'string', default: '1000000' }, rounds: { type: 'string', default: '20' } } });
const [devices, rounds] = [Number(values.devices), Number(values.rounds)];
if (![devices, rounds].every((number) => Number.isInteger(number) && number > 0)) throw new Error('Give --devices N and --rounds N.');
const WARMING = 2;
const SORTED = [3, 2, 4, 5, 6, 7, 8, 9, 10, 11]; // places of columns; the first has what ticks a row

/** One time it was done, in ms: until it was drawn, and what of that the call of the API took. */
interface Took {
  readonly drawn: number;
  readonly api: number;
}

/** Loaded with every page: notes when a page of the list was asked for, answered, and drawn. */
const WATCH = `
  const isList = ({ name }) => name.includes('/api/v1/devices?');
  const rows = () => { const table = document.querySelector('table[role=grid]'); return table?.ariaBusy === 'false' ? table.tBodies[0].textContent : ''; };
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))); // a task after the frame: the page answers again
  const took = (since) => {
    const calls = performance.getEntriesByType('resource').filter((entry) => isList(entry) && entry.startTime >= since);
    const api = calls.length === 0 ? 0 : Math.max(...calls.map(({ responseEnd }) => responseEnd)) - Math.min(...calls.map(({ startTime }) => startTime));
    return { drawn: performance.now() - since, api };
  };
  globalThis.drawnRows = async () => { while (rows() === '') await frame(); await frame(); return took(0); };
  globalThis.drawnAfter = async (selector) => {
    const before = rows();
    const since = performance.now();
    document.querySelector(selector).click();
    while (rows() === '' || rows() === before) await frame();
    return took(since);
  };
  globalThis.drawnScroll = async (by) => {
    const since = performance.now();
    document.querySelector('.rf-scroll').scrollBy(0, by);
    await frame();
    return took(since);
  };`;

const quantile = (times: readonly number[], share: number): number => times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? 0;

/** Does it again and again, after a few times that do not count. */
async function measured(what: string, once: (round: number) => Promise<Took>): Promise<readonly [string, object]> {
  const times: Took[] = [];
  for (let round = -WARMING; round < rounds; round++) {
    const took = await once(round);
    if (round >= 0) times.push(took);
  }
  const of = (each: (took: Took) => number): { readonly median: number; readonly p95: number } => {
    const all = times.map(each);
    return { median: Math.round(quantile(all, 0.5)), p95: Math.round(quantile(all, 0.95)) };
  };
  const [drawn, api, beside] = [of((took) => took.drawn), of((took) => took.api), of((took) => took.drawn - took.api)];
  console.log(
    `${what.padEnd(34)} drawn ${drawn.median} ms (p95 ${drawn.p95}), its call ${api.median} (${api.p95}), beside the call ${beside.median} (${beside.p95})`,
  );
  return [what, { drawn, api, beside, ratio: api.median > 0 ? three(drawn.median / api.median) : null }];
}

async function signIn(page: Page, { credentials }: MeasuredRingfleet): Promise<void> {
  const administrator = credentials.users.find(({ role }) => role === 'administrator');
  await page.goto(`${credentials.url}/devices`);
  await page.locator('input[name=name]').fill(administrator?.name ?? '');
  await page.locator('input[type=password]').fill(administrator?.password ?? '');
  await page.keyboard.press('Enter');
  await page.locator('table[aria-busy=false] tbody tr').first().waitFor();
}

async function resultsOf(page: Page, url: string): Promise<readonly (readonly [string, object])[]> {
  const browser = await page.context().newCDPSession(page);
  const drawn = (script: string): Promise<Took> => page.evaluate<Took>(script);
  const opened = (path: string) => async (): Promise<Took> => {
    await page.goto(url + path, { waitUntil: 'commit' });
    return drawn('drawnRows()');
  };
  // Up, then down, one column after the other: what was asked for a moment ago is not asked for again.
  const sorted = (round: number): Promise<Took> =>
    drawn(`drawnAfter('thead th:nth-of-type(${SORTED[Math.floor((round + WARMING) / 2) % SORTED.length]}) button:first-of-type')`);
  const next = (): Promise<Took> => drawn(`drawnAfter('.rf-pager button:last-of-type')`);
  const results = [
    await measured('opened for the first time', async () => {
      await browser.send('Network.clearBrowserCache');
      return opened('/devices')();
    }),
    await measured('opened again', opened('/devices')),
    await measured('sorted, 25 rows', sorted),
    await measured('next page, 25 rows', next),
  ];
  await page.locator('.rf-page-size select').selectOption('200');
  await page.locator('table[aria-busy=false] tbody tr:nth-child(200)').waitFor();
  results.push(
    await measured('opened again, 200 rows', opened('/devices')),
    await measured('sorted, 200 rows', sorted),
    await measured('next page, 200 rows', next),
    await measured('scrolled by a screen, 200 rows', (round) => drawn(`drawnScroll(${round % 8 < 4 ? 600 : -600})`)),
  );
  return results;
}

const ringfleet = await startRingfleet();
const browser = await chromium.launch({
  executablePath: execFileSync('sh', ['-c', 'command -v chromium'], { encoding: 'utf8' }).trim(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [], // root has none; what is loaded is our own
});
try {
  const { inventoryUrl } = ringfleet.engines;
  await fill(inventoryUrl, { count: devices, first: await firstReseller(inventoryUrl) }, console.log);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  await page.addInitScript(WATCH);
  await signIn(page, ringfleet);
  console.log(JSON.stringify({ devices, rounds, ...Object.fromEntries(await resultsOf(page, ringfleet.credentials.url)) }));
} finally {
  await browser.close();
  await ringfleet.stop();
}

async function firstReseller(inventoryUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: inventoryUrl });
  await client.connect();
  const { rows } = await client.query<{ id: string }>(`select id from tenants where kind = 'reseller' order by name limit 1`);
  await client.end();
  return rows[0]?.id ?? '';
}
