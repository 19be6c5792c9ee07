// Real: the whole program, files, HTTP. A small server stands for a Ringfleet that is not there, says no or breaks off; what goes well is told in test/e2e.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, Counter, Desk } from './desk.js';

const SECRET = 'a-very-secret-secret';
const KEY = { RINGFLEET_CLIENT_ID: 'scripts', RINGFLEET_CLIENT_SECRET: SECRET };

let desk: Desk;
let server: Counter | undefined;

beforeEach(async () => {
  desk = await Desk.open();
  await desk.put('phones.csv', 'Action,Name\nAdd,One\n');
});

afterEach(async () => {
  await server?.close();
  server = undefined;
  await desk.close();
});

const importPhones = (url: string) => desk.run(['import', 'phones.csv'], { ...KEY, RINGFLEET_URL: url });

describe('without Ringfleet', () => {
  it('ends with 2, saying that nobody answers and what to do', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await once(probe, 'listening');
    const { port } = probe.address() as AddressInfo;
    probe.close();
    await once(probe, 'close');
    expect(await desk.run(['imports'], { ...KEY, RINGFLEET_URL: `http://127.0.0.1:${port}/` })).toEqual({
      code: 2,
      out: '',
      err: `Ringfleet does not answer at http://127.0.0.1:${port} (ECONNREFUSED). Is it running? Start it with: npm start. RINGFLEET_URL names another address.\n`,
    });
  });

  it('tells of something else at its address', async () => {
    server = await Counter.open((_, response) => answer(response, 200, '<html>Welcome'));
    expect(await desk.run(['imports'], { ...KEY, RINGFLEET_URL: server.url })).toMatchObject({
      code: 2,
      err: `What answers at ${server.url} is not Ringfleet. Set RINGFLEET_URL to its address.\n`,
    });
  });

  it('finds no event log', async () => {
    expect(await desk.run(['dead-letters', 'list'])).toMatchObject({ code: 2, err: expect.stringContaining(`There is no Ringfleet home at ${desk.folder}.`) });
    expect(await desk.run(['events', 'tail', 'inventory.device.v1'])).toMatchObject({
      code: 2,
      err: expect.stringContaining('Start Ringfleet with: npm start'),
    });
  });
});

describe('the key', () => {
  it('is missed by name where there is none, or half of one', async () => {
    expect(await desk.run(['imports'])).toMatchObject({ code: 2, err: expect.stringContaining(`there is no ${desk.folder}/credentials.json`) });
    expect(await desk.run(['imports'], { RINGFLEET_CLIENT_ID: 'scripts' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('RINGFLEET_CLIENT_SECRET is missing'),
    });
  });

  it.each(['{', '{}'])('is not taken from a file that holds %s', async (content) => {
    await desk.put('credentials.json', content);
    expect(await desk.run(['imports'])).toMatchObject({ code: 2, err: expect.stringContaining('It is written anew at each start of Ringfleet.') });
  });

  it('is that of the reseller named, and the names are told where there is no such one', async () => {
    const asked: string[] = [];
    const tokens = createServer((request, response) => {
      request.on('data', (bytes) => asked.push(String(bytes)));
      request.on('end', () =>
        request.url === '/oauth/token' ? answer(response, 200, { access_token: 'token' }) : answer(response, 200, { items: [], nextCursor: null }),
      );
    }).listen(0, '127.0.0.1');
    await once(tokens, 'listening');
    const url = `http://127.0.0.1:${(tokens.address() as AddressInfo).port}`;
    await desk.put('credentials.json', {
      url,
      clientId: 'admin',
      clientSecret: SECRET,
      resellers: [{ name: 'North Telecom', clientId: 'north', clientSecret: 'n' }],
    });
    expect(await desk.run(['imports', '--reseller', ' north telecom'])).toMatchObject({ code: 0, out: 'There are no imports yet.\n' });
    expect(asked).toEqual(['grant_type=client_credentials&client_id=north&client_secret=n']);
    expect(await desk.run(['imports', '--reseller', 'South'])).toMatchObject({
      code: 2,
      err: "There is no key of a reseller 'South'; there are keys of 'North Telecom'.\n",
    });
    tokens.close();
    tokens.closeAllConnections();
  });

  it('that is not taken is named, its secret is not', async () => {
    const tokens = createServer((_, response) => answer(response, 401, { error: 'invalid_client' })).listen(0, '127.0.0.1');
    await once(tokens, 'listening');
    const { code, out, err } = await importPhones(`http://127.0.0.1:${(tokens.address() as AddressInfo).port}`);
    tokens.close();
    tokens.closeAllConnections();
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("does not take the key 'scripts'") });
    expect(out + err).not.toContain(SECRET);
  });
});

describe('an import', () => {
  it('of what is no file ends with 2', async () => {
    expect(await desk.run(['import', 'none.csv'], { ...KEY, RINGFLEET_URL: 'http://127.0.0.1:9' })).toMatchObject({
      code: 2,
      err: `There is no file ${desk.folder}/none.csv.\n`,
    });
    expect(await desk.run(['import', '.'], { ...KEY, RINGFLEET_URL: 'http://127.0.0.1:9' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('is not a file'),
    });
  });

  it('that is refused ends with 2 and says why, field by field', async () => {
    const problem = { code: 'bad_column_map', detail: 'Not accepted.', errors: [{ field: 'columnMap', message: 'is not JSON' }] };
    server = await Counter.open((_, response) => answer(response, 400, problem));
    expect(await importPhones(server.url)).toMatchObject({ code: 2, err: 'Ringfleet says no: Not accepted.\n  columnMap: is not JSON (400 bad_column_map)\n' });
  });

  it('is sent again under the same key when the connection breaks, so that it is there once (IMP-13)', async () => {
    const keys: unknown[] = [];
    server = await Counter.open((request, response) => {
      if (request.method === 'GET') return answer(response, 404, { code: 'not_found', detail: 'There is no such import.' });
      keys.push(request.headers['idempotency-key']);
      request.on('end', () => (keys.length === 1 ? request.socket.destroy() : answer(response, 202, { id: '42', state: 'accepted' })));
    });
    const { code, out, err } = await importPhones(server.url);
    expect({ code, err }).toEqual({ code: 2, err: 'Ringfleet says no: There is no such import. (404 not_found)\n' });
    expect(out).toContain('Trying again in 1 s (1 of 4)');
    expect(out).toContain('Accepted as import 42.');
    expect(keys).toEqual([expect.stringMatching(/^[0-9a-f]{64}-[0-9a-f-]{36}$/), keys[0]]); // content hash and id of the run
  });

  it('goes on when the operator leaves, who is told how to look at it', async () => {
    server = await Counter.open((request, response) => {
      if (request.method === 'POST') request.on('end', () => answer(response, 202, { id: '42' }));
      else desk.interrupt.abort();
    });
    expect(await importPhones(server.url)).toMatchObject({
      code: 130,
      err: '\nThe import goes on without this program. See how it stands with: npm run ringfleet -- import-status 42\n',
    });
  });

  it('may not have arrived when the operator leaves during the upload', async () => {
    server = await Counter.open(() => desk.interrupt.abort());
    expect(await importPhones(server.url)).toMatchObject({ code: 130, err: expect.stringContaining('it stands in: npm run ringfleet -- imports') });
  });
});

describe('a call', () => {
  it.each([
    [['--help'], 0],
    [['import', '--help'], 0],
    [[], 2],
    [['import'], 2],
    [['imports', '--limit', '0'], 2],
    [['export'], 2],
    [['events', 'tail', 'no.topic.v1'], 2],
  ])('of %j ends with %d', async (args, code) => {
    const ran = await desk.run(args);
    expect(ran.code).toBe(code);
    expect(ran.out + ran.err).not.toBe('');
  });

  it('with an unknown topic is told which there are', async () => {
    expect((await desk.run(['events', 'tail', 'no.topic.v1'])).err).toMatch(/^There is no topic 'no\.topic\.v1'\. Topics are:\n {2}directory\.tenant\.v1\n/); // …
  });
});
