// Real: Kamailio, a phone over UDP, PostgreSQL, the event log, HTTP. Not real: the services whose states are told.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@ringfleet/kernel';
import { type Kamailio, Phone, startKamailio } from '@ringfleet/testing';
import type { LineStateView } from '../src/line-states/find-lines.js';
import { Control } from './support/control.js';
import { type ReportAnswer, Reports } from './support/reports.js';

interface Listed {
  readonly code?: string;
  readonly items: readonly LineStateView[];
  readonly nextCursor: string | null;
  readonly total: { readonly value: number };
}

const cells = ({ text }: ReportAnswer): string[][] =>
  text
    .replace('\uFEFF', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));

describe('the line states of a site or a customer', () => {
  let kamailio: Kamailio;
  let control: Control;
  let reports: Reports;
  beforeAll(async () => {
    kamailio = await startKamailio();
    control = await Control.start(kamailio, { RINGFLEET_LINE_STATES_APART_SECONDS: '600', RINGFLEET_LINE_STATES_WAIT_SECONDS: '1' });
    reports = await Reports.of(control);
  });
  afterAll(async () => {
    await reports.close();
    await control.stop();
    await kamailio.remove();
  });

  const list = (query: string, as = {}): Promise<{ readonly status: number; readonly body: Listed }> =>
    control.service.request<Listed>(`/api/v1/reports/line-states?${query}`, { as });

  it('tell of each line of each device, free ones too, by site, state and text, in pages and as csv (EXP-04)', async () => {
    const customerId = await control.customer();
    const [office, refinery] = [await reports.site(customerId, 'Office'), await reports.site(customerId, '=1+1')];
    const modelId = await control.model();
    const [first, second] = [await control.account({ sipUsername: '7201', customerId }), await control.account({ sipUsername: '7202', customerId })];
    const mac = '001565ABD001';
    const phoned = await control.device({ mac, customerId, modelId, siteId: refinery, lines: [first] });
    await control.device({ customerId, modelId, siteId: office, lines: [second] });
    await control.device({ customerId, modelId });
    const phone = await Phone.at(kamailio.port, { user: '7201', mac });
    await phone.register(60);
    await control.until(phoned, ({ status }) => status === 'registered');
    phone.close();

    expect((await list(`customer=${customerId}`)).body).toMatchObject({ total: { value: 6, exact: true }, nextCursor: null });
    expect((await list(`site=${refinery}`)).body.items).toEqual([
      expect.objectContaining({ deviceId: phoned, macAddress: '00:15:65:AB:D0:01', deviceType: 'Yealink SIP-T46S', site: '=1+1', port: 0, number: '+17201' }),
      expect.objectContaining({ port: 1, number: null, extension: null, state: null, registeredAt: null }),
    ]);
    const stateAt = async (query: string): Promise<string[]> =>
      (await list(`customer=${customerId}&${query}`)).body.items.map(({ number, state }) => `${number} ${state}`);
    expect(await stateAt('state=registered')).toEqual(['+17201 registered']);
    expect(await stateAt('used=true&state=unregistered')).toEqual(['+17202 unregistered']);
    expect(await stateAt('state=unknown&used=false')).toHaveLength(4);
    expect(await stateAt('q=7202')).toEqual(['+17202 unregistered']);
    expect(await stateAt('q=65-ab-d0&used=true')).toEqual(['+17201 registered']);

    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body }: { readonly body: Listed } = await list(`customer=${customerId}&limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor;
    }
    expect(new Set(paged).size).toBe(6);

    const file = await reports.ask(`customer=${customerId}&used=true&state=registered`);
    expect([file.status, file.headers.get('content-type'), file.headers.get('age')]).toEqual([200, 'text/csv; charset=utf-8', '0']);
    const [header, line] = cells(file);
    expect(header).toEqual(['Site', 'Device ID', 'MAC address', 'Device type', 'Line', 'Number', 'Extension', 'State', 'Registered at', 'Expires']);
    const moment = expect.stringMatching(/^20\d\d-\d\d-\d\dT[\d:]{8}Z$/);
    // A site may be called as a formula is written, and so is a number (EXP-02).
    expect(line).toEqual([`'=1+1`, `Device ${phoned}`, '00:15:65:AB:D0:01', 'Yealink SIP-T46S', '0', `'+17201`, '7201', 'Registered', moment, moment]);
  });

  it('are named as they are written, and what is not known reads N/A (CTL-01)', async () => {
    const customerId = await control.customer();
    const siteId = await reports.site(customerId, 'Office, "north"');
    await control.device({ customerId, siteId, modelId: await control.model() });
    const { text } = await reports.ask(`site=${siteId}`);
    expect(text.split('\r\n')[2]).toMatch(/^"Office, ""north""",Device [\w-]+,,Yealink SIP-T46S,1,,,N\/A,N\/A,N\/A$/);
  });

  it('are those of what one sees: another’s site and customer are not there (DIR-03)', async () => {
    const [own, other] = [newId(), newId()];
    await reports.switch(own, true);
    const [mine, theirs] = [await control.customer(own), await control.customer(other)];
    const site = await reports.site(theirs, 'Theirs', other);
    for (const query of [`site=${site}`, `customer=${theirs}`, `customer=${mine}&site=${site}`, `site=${newId()}`, `customer=${newId()}`]) {
      const unknown = await control.service.request(`/api/v1/reports/line-states?${query}`, { as: { resellerId: own } });
      expect([unknown.status, (await reports.ask(query, { as: { resellerId: own } })).status]).toEqual([404, 404]);
    }
    expect((await reports.ask('', { as: { resellerId: own } })).code).toBe('bad_filter');
    expect((await list('limit=5&cursor=WyJhIl0', { resellerId: own })).status).toBe(400);
  });

  it('are there for whom they were switched on, the provider and each reseller with its customers (DIR-08)', async () => {
    const resellerId = newId();
    const customerId = await control.customer(resellerId);
    const user = await reports.user(customerId, resellerId);
    await reports.switch(resellerId, false);
    const codes = async (): Promise<unknown[]> =>
      Promise.all([{ resellerId }, user].map(async (as) => (await list(`customer=${customerId}`, as)).body.code ?? 'there'));
    expect(await codes()).toEqual(['report_switched_off', 'report_switched_off']);
    await reports.switch(resellerId, true, 2);
    expect(await codes()).toEqual(['there', 'there']);
    expect((await list(`customer=${customerId}`, { role: 'customer-user', customerId })).status).toBe(403);
    await reports.switch(resellerId, false, 3);
    reports.switchUntold(resellerId, true);
    expect(await codes()).toEqual(['there', 'there']);
  });

  it('are given to a second user who asks the same within the window, with their age; to its first they are not (EXP-05)', async () => {
    const customerId = await control.customer();
    await control.device({ customerId });
    const [one, two, operator] = [await reports.user(customerId), await reports.user(customerId), { id: newId(), role: 'operator' as const }];
    const first = await reports.ask(`customer=${customerId}`, { as: one });
    for (const as of [two, operator]) {
      const again = await reports.ask(`customer=${customerId}`, { as });
      expect([again.status, again.headers.get('etag'), again.text]).toEqual([200, first.headers.get('etag'), first.text]);
      expect(Number(again.headers.get('age'))).toBeGreaterThanOrEqual(0);
    }
    const late = await reports.ask(`customer=${customerId}`, { as: one });
    expect([late.status, late.code]).toEqual([408, 'waited_too_long']);
    expect((await reports.ask(`customer=${customerId}&used=true`, { as: two })).code).toBe('waited_too_long');
  });

  it('that the provider sees are not given to a customer who may not know of them yet (INV-05)', async () => {
    const customerId = await control.customer();
    const mac = '001565ABD002';
    const phone = await Phone.at(kamailio.port, { user: '7203', mac });
    const account = await control.account({ sipUsername: '7203', customerId });
    const device = await control.device({ mac, customerId, lines: [account] });
    await phone.register(600);
    await control.until(device, ({ status }) => status === 'registered');
    phone.close();
    // Registrars tell whole seconds: it got the phone well after that.
    await reports.run(`update devices set held_since = now() + interval '1 minute' where id = '${device}'`);
    const seen = await reports.ask(`customer=${customerId}&used=true`, { as: { id: newId() } });
    expect(cells(seen)[1]).toContain('Registered');
    expect((await reports.ask(`customer=${customerId}&used=true`, { as: await reports.user(customerId) })).code).toBe('waited_too_long');
    const operator = await reports.ask(`customer=${customerId}&used=true`, { as: { id: newId(), role: 'operator' } });
    expect(operator.headers.get('etag')).toBe(seen.headers.get('etag'));
  });

  it('that cannot be read are a 500 with a problem document, and leave their place at once (EXP-05)', async () => {
    const customerId = await control.customer();
    const as = { id: newId() };
    await reports.run('alter table device_lines rename to device_lines_away');
    const failed = await reports.ask(`customer=${customerId}`, { as });
    await reports.run('alter table device_lines_away rename to device_lines');
    expect([failed.status, failed.code, failed.headers.get('content-type')]).toEqual([500, 'report_failed', 'application/problem+json; charset=utf-8']);
    expect(failed.text).not.toContain('device_lines');
    expect((await reports.ask(`customer=${customerId}`, { as })).status).toBe(200);
  });
});
