// Real: HTTP servers and clients, signed tokens, the queries of the contract. Not real: the services behind them.
import { create } from '@bufbuild/protobuf';
import { Code, createClient, type ConnectRouter } from '@connectrpc/connect';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type FindTenantsResponse, FindTenantsResponseSchema, TenantLookupService } from '@ringfleet/contracts';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { HttpAddressBook } from '../src/process/http-address-book.js';
import { ServiceIdentity } from '../src/process/service-identity.js';

const KEY = 'one key that all services of a test have';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const bookOf = (key: string, directory: readonly string[] = []): HttpAddressBook =>
  new HttpAddressBook({ directory, inventory: [], profiles: [], files: [], notifications: [], 'device-control': [] }, new ServiceIdentity(key, 'inventory'));

async function listen(server: Server): Promise<string> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
}

/** A process that answers the queries of directory. */
async function directoryWith(findTenants: () => FindTenantsResponse): Promise<string> {
  const book = bookOf(KEY);
  book.answers('directory', (router: ConnectRouter) => void router.service(TenantLookupService, { findTenants }));
  return listen(createServer((request, response) => void book.handle(request, response)));
}

const nobody = (): FindTenantsResponse => create(FindTenantsResponseSchema, { tenants: [] });
const ask = (urls: readonly string[], key = KEY): Promise<FindTenantsResponse> =>
  createClient(TenantLookupService, bookOf(key, urls).transportTo('directory')).findTenants({});
const UNAVAILABLE = { code: Code.Unavailable };

describe('a query to a service in another process', () => {
  it('is answered', async () => {
    await expect(ask([await directoryWith(nobody)])).resolves.toEqual(nobody());
  });

  it('is refused to who does not have the key of the services, and to who says nothing (SEC)', async () => {
    const url = await directoryWith(nobody);
    const path = `${url}/queries/${TenantLookupService.typeName}/FindTenants`;
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
    expect((await fetch(path, init)).status).toBe(401);
    const stranger = await new ServiceIdentity('another key, which no service has', 'inventory').token();
    expect((await fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${stranger}` } })).status).toBe(401);
  });

  it('finds nobody available where nobody listens, where others listen, and where the keys differ: who asked waits', async () => {
    const other = await listen(createServer((_, response) => void response.writeHead(404).end('something else')));
    const broken = await listen(createServer((request) => void request.socket.destroy()));
    const away = await listen(createServer());
    servers.pop()?.close();
    for (const url of [away, other, broken]) await expect(ask([url])).rejects.toMatchObject(UNAVAILABLE);
    await expect(ask([await directoryWith(nobody)], 'another key, which no service has')).rejects.toMatchObject(UNAVAILABLE);
  });

  it('is unavailable while the machinery of who answers is away, and an accident of it is no such thing', async () => {
    const away = await directoryWith(() => {
      throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    });
    await expect(ask([away])).rejects.toMatchObject(UNAVAILABLE);
    const accident = await directoryWith(() => {
      throw new TypeError('x is not a function');
    });
    await expect(ask([accident])).rejects.toMatchObject({ code: Code.Internal });
  });

  it('goes to the next instance where one does not answer', async () => {
    const away = await listen(createServer());
    servers.pop()?.close();
    const there = await directoryWith(nobody);
    const client = createClient(TenantLookupService, bookOf(KEY, [away, there]).transportTo('directory'));
    for (let time = 0; time < 4; time++) await expect(client.findTenants({})).resolves.toEqual(nobody());
  });
});
