// Real: every service in one process, and a key of each role, called over HTTP. What each may do comes from product.md alone (support/acts.ts).
import { newId, type Role, ROLES } from '@ringfleet/kernel';
import { Api } from '../support/api.js';
import { type Deployment, openDeployment } from '../support/deployment.js';
import type { Named, ServiceKey } from '../support/views.js';
import { ACTS, EXPLAINED, mayEver } from './support/acts.js';
import { API_ROUTES } from './support/routes.js';

let deployment: Deployment;
const callers = new Map<Role, Api>();

beforeAll(async () => {
  deployment = await openDeployment();
  const { administrator, url } = deployment;
  const [customer] = (await administrator.all<Named & { readonly reseller: Named | null }>('/api/v1/customers')).filter(({ reseller }) => reseller);
  const owners: Partial<Record<Role, object>> = {
    'reseller-admin': { resellerId: customer?.reseller?.id },
    'customer-admin': { customerId: customer?.id },
    'customer-user': { customerId: customer?.id },
  };
  for (const switched of ['provider', `resellers/${customer?.reseller?.id}`]) {
    const headers = { 'content-type': 'application/json', 'if-match': '*' };
    await administrator.request(`/api/v1/${switched}`, { method: 'PATCH', headers, body: JSON.stringify({ lineStatesReport: true }) }); // DIR-08
  }
  for (const role of ROLES) {
    const { id, clientSecret } = await administrator.post<{ id: string } & ServiceKey>('/api/v1/service-keys', { name: role, role, ...owners[role] });
    callers.set(role, await Api.signIn(url, { clientId: id, clientSecret }));
  }
});

afterAll(() => deployment.close());

const ROUTES = API_ROUTES.filter(({ needsToken }) => needsToken).map(({ method, path }) => `${method} ${path}`);

/** About a record that nobody has and with a body that no route takes: nothing comes of it. The answer is not read whole: a stream has no end. */
async function statusOf(api: Api, route: string): Promise<{ readonly status: number; readonly code: string | undefined }> {
  const [method = '', path = ''] = route.split(' ');
  const address = path.replace('{port}', '0').replaceAll(/\{\w+\}/g, newId()); // '/api/v1/devices/{id}' → '/api/v1/devices/0199…'
  const stop = new AbortController();
  const changes = { headers: { 'content-type': 'application/json' }, body: '[]' };
  const answer = await api.fetch(address, { method, signal: stop.signal, ...(['POST', 'PUT', 'PATCH'].includes(method) && changes) });
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  const code = isProblem ? ((await answer.json()) as { readonly code: string }).code : undefined;
  stop.abort();
  return { status: answer.status, code };
}

describe('what a role may ever do', () => {
  it('is said of every route, so that a new one has its place in the table', () => {
    expect(ROUTES.toSorted()).toEqual(Object.keys(ACTS).toSorted());
  });

  it.each(Object.entries(ACTS))('is what the table says at %s: %s (DIR-02a)', async (route, act) => {
    const answers = await Promise.all([...callers].map(async ([role, api]) => [role, await statusOf(api, route)] as const));
    for (const [role, { status, code }] of answers) {
      const answered = status === 401 || status === 403 || status >= 500 ? { status, code } : 'as one who may';
      expect({ role, answered }).toEqual({ role, answered: mayEver(act).includes(role) ? 'as one who may' : { status: 403, code: 'not_permitted' } });
    }
    expect(answers.length).toBe(ROLES.length);
  });

  it.each(Object.entries(EXPLAINED))('is explained so too: %s is to %s (DIR-02a)', async (action, act) => {
    const said = await Promise.all(
      [...callers].map(async ([role, api]) => [role, await api.get<{ allowed: boolean }>(`/api/v1/access/explain?action=${action}`)] as const),
    );
    expect(said.flatMap(([role, { allowed }]) => (allowed ? [role] : []))).toEqual(mayEver(act));
  });
});
