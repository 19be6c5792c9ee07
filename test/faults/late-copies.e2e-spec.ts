// Real: all services in this process, their PostgreSQL, their log; inventory hears nothing of tenants and profiles for as long as the test wants.
import { topics } from '@ringfleet/contracts';
import type { Subscription, SubscriptionOptions } from '@ringfleet/messaging';
import { EventLogAround } from '@ringfleet/testing/event-logs';
import { csvOf, macOf } from '../support/sheets.js';
import type { Named, RowView } from '../support/views.js';
import { type RingfleetInside, startInside } from './ringfleet-inside.js';

/** Keeps tenants from inventory between `hold` and `release`. */
class LateTenants extends EventLogAround {
  private held = Promise.resolve();
  release = (): void => undefined;

  hold(): void {
    this.held = new Promise((resolve) => (this.release = resolve));
  }

  subscribe(options: SubscriptionOptions): Promise<Subscription> {
    const { group, onBatch } = options;
    if (group !== 'inventory') return this.inner.subscribe(options);
    return this.inner.subscribe({
      ...options,
      onBatch: async (records, signal, more) => {
        if (records[0]?.topic === topics.tenants.name) await this.held;
        await onBatch(records, signal, more);
      },
    });
  }
}

describe("while inventory's copy of the tenants is late", () => {
  const logs: LateTenants[] = [];
  let ringfleet: RingfleetInside;

  beforeAll(async () => {
    ringfleet = await startInside((log) => logs[logs.push(new LateTenants(log)) - 1] ?? log);
  });

  // Each test leaves a few partitions waiting; a member of a group works on four at a time.
  beforeEach(() => logs.forEach((log) => log.hold()));
  afterEach(() => logs.forEach((log) => log.release()));

  afterAll(() => ringfleet.remove());

  async function outcomes(rows: Parameters<typeof csvOf>[0]): Promise<string[]> {
    const { id } = await ringfleet.api.import(csvOf(rows));
    const views = await ringfleet.api.all<RowView>(`/api/v1/imports/${id}/rows`);
    return views.map(({ outcome, reasons }) => reasons.map(({ code }) => code).join() || outcome);
  }

  it('a customer made a moment ago, its site and its reseller are known to an import (design.md §1)', async () => {
    const { api } = ringfleet;
    const reseller = await api.post<Named>('/api/v1/resellers', { name: 'New Telecom' });
    const customer = await api.post<Named>('/api/v1/customers', { name: 'New Customer', resellerId: reseller.id });
    await api.post('/api/v1/sites', { name: 'New site', customerId: customer.id });
    const row = { managedBy: 'new telecom', customer: 'NEW customer', site: 'new SITE' };
    expect(
      await outcomes([
        { ...row, name: 'late-1', mac: macOf(70, 1) },
        { ...row, name: 'late-2', mac: macOf(70, 2), site: 'No such site' },
      ]),
    ).toEqual(['applied', 'unknown_site']);
    expect((await api.devices('late-1'))[0]).toMatchObject({
      managedBy: { name: 'New Telecom' },
      assignedTo: { name: 'New Customer' },
      site: { name: 'New site' },
    });
  });

  it('a customer that may be given phones since a moment ago is given them (DIR-05)', async () => {
    const { api } = ringfleet;
    const easyCall = (await api.all<Named>('/api/v1/customers')).find(({ name }) => name === 'EasyCall');
    const path = `/api/v1/customers/${easyCall?.id}`;
    const { headers } = await api.request(path);
    const change = {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', 'if-match': headers.get('etag') ?? '' },
      body: '{"provisionDevices": "modify"}',
    };
    expect(await outcomes([{ name: 'late-3', mac: macOf(70, 3), customer: 'EasyCall' }])).toEqual(['customer_view_only']);
    expect((await api.request(path, change)).status).toBe(200);
    expect(await outcomes([{ name: 'late-3', mac: macOf(70, 3), customer: 'EasyCall' }])).toEqual(['applied']);
  });
});
