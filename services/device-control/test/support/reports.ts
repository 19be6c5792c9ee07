import { create } from '@bufbuild/protobuf';
import { Permission, type TenantChanged, TenantChangedSchema, TenantLookupService, topics, UserChangedSchema } from '@ringfleet/contracts';
import { namedId, newId } from '@ringfleet/kernel';
import { type RunningService, startService } from '@ringfleet/service-kit';
import type { Who } from '@ringfleet/testing/service-harness';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from 'pg';
import { deviceControl } from '../../src/index.js';
import type { Control } from './control.js';

export interface ReportAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Of a problem document. */
  readonly code: string | undefined;
}

export interface AskReport {
  readonly as?: Who;
  /** Which of the instances answers (default the first). */
  readonly instance?: number;
  readonly signal?: AbortSignal;
}

interface Instance {
  readonly service: RunningService;
  readonly server: Server;
  readonly url: string;
}

const PATH = '/api/v1/reports/line-states.csv';

/** Asks device-control for reports, as two instances of it on one database, and looks into its tables with their owner’s eyes. */
export class Reports {
  private constructor(
    private readonly control: Control,
    private readonly database: Client,
    private readonly second: Instance | undefined,
  ) {}

  static async of(control: Control, instances: 1 | 2 = 1): Promise<Reports> {
    const database = new Client({ connectionString: control.service.database.ownerUrl });
    await database.connect();
    directorySays(control, []);
    await control.service.tell(topics.tenants, [switched(namedId('provider'), 'provider', true)]);
    return new Reports(control, database, instances === 2 ? await anotherInstance(control) : undefined);
  }

  async switch(resellerId: string, isOn: boolean, sequence = 1): Promise<void> {
    await this.control.service.tell(topics.tenants, [{ ...switched(resellerId, 'reseller', isOn), sequence }]);
  }

  /** directory has it otherwise than it has told yet. */
  switchUntold(resellerId: string, isOn: boolean): void {
    directorySays(this.control, [switched(resellerId, 'reseller', isOn).message]);
  }

  async site(customerId: string, name: string, resellerId = ''): Promise<string> {
    const id = newId();
    const message = create(TenantChangedSchema, { id, name, tenant: { case: 'site', value: { customerId, resellerId } } });
    await this.control.service.tell(topics.tenants, [{ key: id, message }]);
    return id;
  }

  async user(customerId: string, resellerId = ''): Promise<Who> {
    const id = newId();
    const message = create(UserChangedSchema, { id, name: id, role: 'customer-admin', customerId, resellerId, provisionDevices: Permission.VIEW });
    await this.control.service.tell(topics.users, [{ key: id, message }]);
    return { id, customerId, resellerId };
  }

  async ask(query: string, { as = {}, instance = 0, signal }: AskReport = {}): Promise<ReportAnswer> {
    const address = instance === 1 && this.second ? this.second.url : this.control.service.url;
    const headers = { authorization: `Bearer ${await this.control.service.tokenFor(as)}` };
    const answer = await fetch(`${address}${PATH}?${query}`, { headers, signal: signal ?? null });
    const text = await answer.text();
    const { code } = answer.ok ? {} : (JSON.parse(text) as { readonly code?: string });
    return { status: answer.status, headers: answer.headers, text, code };
  }

  /** Reports are begun and not finished until the function is called that this gives: what they read is kept from them. */
  async hold(): Promise<() => Promise<void>> {
    await this.database.query('begin');
    await this.database.query('lock table device_statuses in access exclusive mode');
    return async () => void (await this.database.query('commit'));
  }

  async run(sql: string): Promise<void> {
    await this.database.query(sql);
  }

  /** Asks, and goes on once that has its place or is refused one. */
  async entered(ask: () => Promise<ReportAnswer>): Promise<{ readonly answer: Promise<ReportAnswer> }> {
    const last = async (): Promise<number> => {
      const { rows } = await this.database.query<{ last: string }>('select coalesce(max(number), 0) as last from line_states_reports');
      return Number(rows[0]?.last);
    };
    const before = await last();
    const answer = ask();
    let isAnswered = false;
    void answer.finally(() => (isAnswered = true));
    while (!isAnswered && (await last()) <= before) await pause(10);
    return { answer };
  }

  /** The states of the reports, in the order in which they asked: 'making making waiting'. */
  async states(): Promise<string> {
    const { rows } = await this.database.query<{ state: string }>('select state from line_states_reports order by number');
    return rows.map(({ state }) => state).join(' ');
  }

  /** The states as soon as they fulfil the condition; the test's own time limit ends it. */
  async until(condition: (states: string) => boolean): Promise<string> {
    for (;;) {
      const states = await this.states();
      if (condition(states)) return states;
      await pause(10);
    }
  }

  async close(): Promise<void> {
    await this.database.end();
    this.second?.server.close();
    await this.second?.service.stop();
  }
}

function directorySays({ service: { addresses } }: Control, states: readonly TenantChanged[]): void {
  const tenants = states.map((state) => ({ sequence: 10n, state }));
  const answers = { findTenants: () => ({ tenants }), findAccounts: () => ({}), findUsers: () => ({}) };
  addresses.answers('directory', (router) => router.service(TenantLookupService, answers));
}

function switched(id: string, kind: 'provider' | 'reseller', lineStatesReport: boolean) {
  return { key: id, message: create(TenantChangedSchema, { id, name: kind, tenant: { case: kind, value: { lineStatesReport } } }) };
}

async function anotherInstance({ service: { ports } }: Control): Promise<Instance> {
  const service = await startService(deviceControl, ports);
  const server = createServer(service.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { service, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
