// Real: the program as built, stopped, killed and started again on one home.
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from '../support/api.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';
import { csvOf, phones } from '../support/sheets.js';

describe('a home (OPS-01)', () => {
  let running: RingfleetProcess;
  const administrator = (): Promise<Api> => Api.signIn(running.credentials.url, running.credentials);

  beforeAll(async () => {
    running = await RingfleetProcess.start();
  });

  afterAll(() => running.remove());

  it('holds credentials that only its owner can read, with the address', () => {
    expect(statSync(join(running.home, 'credentials.json')).mode & 0o777).toBe(0o600);
    expect(running.credentials.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  it('tells that it is alive and ready (OPS-02)', async () => {
    const answers = await Promise.all(['/health', '/ready'].map((path) => fetch(`${running.credentials.url}${path}`)));
    expect(await Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]))).toEqual([
      [200, { status: 'alive' }],
      [200, { status: 'ready' }],
    ]);
  });

  it('is refused to a second start, which says who has it and what to do, and does not harm the first', async () => {
    const second = await RingfleetProcess.launch({ home: running.home });
    expect(await second.ended).toBe(1);
    expect(second.output).toMatch(/^The home .* is in use by process \d+\. Stop that one, or set RINGFLEET_HOME to another folder\.$/m);
    expect(await (await administrator()).devices()).toHaveLength(1);
  });

  it('says so when its port is taken, and leaves nothing running on the home', async () => {
    const { port } = new URL(running.credentials.url);
    const second = await RingfleetProcess.launch({ env: { RINGFLEET_PORT: port } });
    expect(await second.ended).toBe(1);
    expect(second.output).toContain(`Port ${port} is taken by another program; set RINGFLEET_PORT to a free one.`);
    expect(existsSync(join(second.home, 'lock'))).toBe(false);
    rmSync(second.home, { recursive: true });
  });

  it('goes on with its data and its secrets after a stop', async () => {
    writeFileSync(join(running.home, 'notes.txt'), 'mine');
    await (await administrator()).import(csvOf(phones(5, 'home', 1)));
    const { url: _, ...secrets } = running.credentials;
    const before = await (await administrator()).devices();
    expect(await running.stop()).toBe(0);
    running = await RingfleetProcess.start({ home: running.home });
    const { url: __, ...again } = running.credentials;
    expect(again).toEqual(secrets);
    expect(await (await administrator()).devices()).toEqual(before);
    expect(existsSync(join(running.home, 'notes.txt'))).toBe(true);
  });

  it('goes on with its data after it was killed (IMP-06)', async () => {
    const before = await (await administrator()).devices();
    await running.kill();
    running = await RingfleetProcess.start({ home: running.home });
    expect(await (await administrator()).devices()).toEqual(before);
    const { state, counts } = await (await administrator()).import(csvOf(phones(5, 'home', 1)));
    expect([state, counts.unchanged]).toEqual(['completed', 5]);
  });
});

describe('a home whose database is killed', () => {
  const WORDS = 'The database ended unexpectedly; see logs/postgres.log in the home. Start Ringfleet again: it goes on where it stopped.';
  let running: RingfleetProcess;

  beforeAll(async () => {
    running = await RingfleetProcess.start();
  });

  afterAll(() => running.remove());

  it('is left with words that help, and goes on at the next start', async () => {
    expect(running.killDatabase()).toBe(true);
    expect(await running.ended).toBe(1);
    expect(running.output).toContain(WORDS);
    running = await RingfleetProcess.start({ home: running.home });
    expect(await (await Api.signIn(running.credentials.url, running.credentials)).devices()).toHaveLength(1);
  });

  it('is left just so while it starts', async () => {
    const { port, origin } = new URL(running.credentials.url);
    await running.stop();
    running = await RingfleetProcess.launch({ home: running.home, env: { RINGFLEET_PORT: port } });
    while (!(await isServed(`${origin}/api/v1/notifications`))) await running.stillRuns(); // by the last of its services, which then wait for one another
    expect(running.killDatabase()).toBe(true);
    expect(await running.ended).toBe(1);
    running = await RingfleetProcess.start({ home: running.home });
  });

  const isServed = (url: string): Promise<boolean> =>
    fetch(url).then(
      ({ status }) => status !== 503,
      () => false,
    );
});

describe('a home without demo data', () => {
  it('has an administrator key, the models and nothing else', async () => {
    const running = await RingfleetProcess.start({ env: { RINGFLEET_DEMO: 'off' } });
    try {
      const { resellers, users, ...key } = running.credentials;
      const administrator = await Api.signIn(key.url, key);
      expect([resellers, users]).toEqual([[], []]);
      const empty = await Promise.all(
        ['resellers', 'customers', 'sites', 'accounts', 'profiles', 'devices'].map((name) => administrator.all(`/api/v1/${name}`)),
      );
      expect(empty.flat()).toEqual([]);
      const { counts } = await administrator.import(csvOf(phones(2, 'first', 2)));
      expect(counts).toMatchObject({ rows: 2, applied: 2 });
    } finally {
      await running.remove();
    }
  });

  it('is refused with words that help where a setting is wrong', async () => {
    const running = await RingfleetProcess.launch({ env: { RINGFLEET_DEMO: 'maybe' } });
    expect(await running.ended).toBe(1);
    expect(running.output.trim()).toBe('RINGFLEET_DEMO is maybe; give on or off.');
    await running.remove();
  });
});
