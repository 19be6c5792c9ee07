// Real: Kamailio, phones over UDP, PostgreSQL, the event log, HTTP. Not real: the services whose states are told.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { type Kamailio, Phone, startKamailio } from '@ringfleet/testing';
import type { OperationView } from '../src/operations/operation.js';
import { Control } from './support/control.js';

const REBOOT = 'check-sync;reboot=true';
const profileId = newId();

let kamailio: Kamailio;
let control: Control;
let modelId: string;
let macs = 0;
const phones: Phone[] = [];

beforeAll(async () => {
  kamailio = await startKamailio();
  control = await Control.start(kamailio, {
    RINGFLEET_CONTROL_CONFIRM_SECONDS: '8',
  });
  modelId = await control.model({ rebootEvent: REBOOT, resyncEvent: 'check-sync' });
});
afterEach(() => {
  for (const phone of phones.splice(0)) phone.close();
});
afterAll(async () => {
  await control.stop();
  await kamailio.remove();
});

const newMac = (): string => `001565BC${(++macs).toString(16).toUpperCase().padStart(4, '0')}`;

async function phoneOf(mac: string, user = `u${mac}`): Promise<Phone> {
  const phone = await Phone.at(kamailio.port, { user, mac });
  phones.push(phone);
  await phone.register(600);
  return phone;
}

/** A device with a registered phone. */
async function here(
  more: { readonly siteId?: string; readonly modelId?: string; readonly profileId?: string } = {},
): Promise<{ readonly id: string; readonly mac: string; readonly phone: Phone }> {
  const mac = newMac();
  const id = await control.device({ mac, modelId, ...more });
  const phone = await phoneOf(mac);
  await control.until(id, ({ status }) => status === 'registered');
  return { id, mac, phone };
}

const start = (ids: readonly string[], kind = 'restart', waitSeconds = 600): Promise<{ readonly status: number; readonly body: OperationView }> =>
  control.service.request<OperationView>('/api/v1/operations', { method: 'POST', body: { kind, ids, waitSeconds } });

describe('a restart', () => {
  it('is confirmed when the phone registers as one that has just started, not when it only refreshes (CTL-03)', async () => {
    const { id, mac, phone } = await here();
    const { status, body } = await control.operate(id, 'restart');
    expect([status, body]).toEqual([202, expect.objectContaining({ kind: 'restart', state: 'running', devices: 1, counts: { waiting: 1 } })]);
    await control.untilOperation(body.id, ({ counts }) => counts.sent === 1);
    expect(phone.received).toEqual([expect.objectContaining({ method: 'NOTIFY', event: REBOOT })]);
    await phone.register(600);
    await phoneOf(mac);
    expect(await control.outcomes(body.id)).toEqual(new Map([[id, ['confirmed', 200]]]));
    const said = (await control.service.records(topics.operations))
      .filter(({ key }) => key === body.id)
      .map(({ message, sequence }) => [sequence, message?.event]);
    expect(said).toEqual([
      [1, expect.objectContaining({ case: 'accepted', value: expect.objectContaining({ devices: 1 }) })],
      [2, expect.objectContaining({ case: 'outcome', value: expect.objectContaining({ deviceId: id, outcome: 'confirmed', code: 200 }) })],
      [3, expect.objectContaining({ case: 'finished', value: expect.objectContaining({ counts: { confirmed: 1 }, cancelled: false }) })],
    ]);
  });

  it('ends for each device as it went: no effect, refused, no answer, not registered, no event known, nothing fetched (CTL-03)', async () => {
    const [idle, lost] = [await here({ profileId }), await here({ profileId })];
    lost.phone.answersWith = null;
    const { body: resync } = await start([idle.id, lost.id], 'resync');
    await control.untilOperation(resync.id, ({ counts }) => counts.sent === 1 && counts.sending === 1);
    await control.fetched(idle.id, { status: 401 });
    await control.fetched(idle.id, { method: 'PUT' });
    await control.fetched(lost.id);
    const [deaf, refusing, silent] = [await here(), await here(), await here()];
    const unknown = await here({ modelId: await control.model() });
    const away = await control.device({ mac: newMac(), modelId });
    refusing.phone.answersWith = '489 Bad Event';
    silent.phone.answersWith = null;
    const { body: late } = await start([away], 'restart', 1);
    const { body } = await start([deaf.id, refusing.id, silent.id, unknown.id]);
    expect(await control.outcomes(body.id)).toEqual(
      new Map<string, readonly [string, number | null]>([
        [deaf.id, ['no_effect', 200]],
        [refusing.id, ['refused', 489]],
        [silent.id, ['timed_out', 408]],
        [unknown.id, ['refused', null]],
      ]),
    );
    expect(await control.outcomes(late.id)).toEqual(new Map([[away, ['not_registered', null]]]));
    expect(unknown.phone.received).toEqual([]);
    // Of one its answer was lost, but it did what it was told.
    expect(await control.outcomes(resync.id)).toEqual(
      new Map([
        [idle.id, ['no_effect', 200]],
        [lost.id, ['confirmed', 408]],
      ]),
    );
  });

  it('or a resync is confirmed when the phone fetches its configuration after the word, and by no other fetch (CTL-03)', async () => {
    const [resynced, restarted] = [await here({ profileId }), await here({ profileId })];
    const [resync, restart] = [await start([resynced.id], 'resync'), await start([restarted.id])];
    for (const { body } of [resync, restart]) await control.untilOperation(body.id, ({ counts }) => counts.sent === 1);
    await control.fetched(resynced.id, { at: new Date(Date.now() - 60_000) });
    await control.fetched(restarted.id, { status: 304 });
    expect(await control.outcomes(restart.body.id)).toEqual(new Map([[restarted.id, ['confirmed', 200]]]));
    expect((await control.untilOperation(resync.body.id, () => true)).counts).toEqual({ sent: 1 });
    await control.fetched(resynced.id);
    await control.fetched(resynced.id);
    expect(await control.outcomes(resync.body.id)).toEqual(new Map([[resynced.id, ['confirmed', 200]]]));
  });

  it('waits for a phone that is away, and addresses that phone alone of those of its extension (CTL-03)', async () => {
    const [mac, otherMac] = [newMac(), newMac()];
    const [id, other] = [await control.device({ mac, modelId }), await control.device({ mac: otherMac, modelId })];
    const otherPhone = await phoneOf(otherMac, 'shared');
    await control.until(other, ({ status }) => status === 'registered');
    const { body } = await control.operate(id, 'resync', { waitSeconds: 600 });
    expect((await control.untilOperation(body.id, () => true)).counts).toEqual({ waiting: 1 });
    const phone = await phoneOf(mac, 'shared');
    expect(await control.outcomes(body.id)).toEqual(new Map([[id, ['sent', 200]]]));
    expect([phone.received.map(({ event }) => event), otherPhone.received]).toEqual([['check-sync'], []]);
  });

  it('of all that match a filter is of as many as were shown, and of no others (CTL-03, UI-02c)', async () => {
    const siteId = newId();
    const [one, two] = [await here({ siteId }), await here({ siteId })];
    const apart = await here();
    const ask = (body: object) =>
      control.service.request<OperationView & { count: number }>('/api/v1/operations', { method: 'POST', body: { kind: 'resync', ...body } });
    expect((await ask({ filter: { site: siteId } })).body).toMatchObject({ status: 422, code: 'missing_value' });
    expect((await ask({ filter: { site: siteId }, expectedCount: 3 })).body).toMatchObject({ status: 409, code: 'count_changed', count: 2 });
    expect((await ask({ filter: { site: 'x' }, expectedCount: 0 })).body).toMatchObject({ status: 400, code: 'bad_filter' });
    const { body } = await ask({ filter: { site: siteId, status: 'registered', managedBy: 'administrator' }, expectedCount: 2 });
    expect([...(await control.outcomes(body.id)).keys()].toSorted()).toEqual([one.id, two.id].toSorted());
    expect(apart.phone.received).toEqual([]);
  });

  it('is cancelled for those who were not told yet, and asked twice with one key is one (CTL-03)', async () => {
    const away = await control.device({ mac: newMac(), modelId });
    const twice = { key: newId(), as: { id: newId() } };
    const [first, second] = [await control.operate(away, 'restart', twice), await control.operate(away, 'restart', twice)];
    expect(second.body.id).toBe(first.body.id);
    const path = `/api/v1/operations/${first.body.id}`;
    expect((await control.service.request(`${path}/cancel`, { method: 'POST' })).status).toBe(202);
    expect(await control.outcomes(first.body.id)).toEqual(new Map([[away, ['cancelled', null]]]));
    expect(await control.untilOperation(first.body.id, () => true)).toMatchObject({ state: 'cancelled', counts: { cancelled: 1 } });
    expect((await control.service.request(`${path}/cancel`, { method: 'POST' })).status).toBe(202);
  });

  it('is cancelled when who began it is revoked, and where the device goes to another while it waits (CTL-03, DIR-10)', async () => {
    const [own, other] = [newId(), newId()];
    const reseller = { id: newId(), resellerId: own };
    const [mac, movedMac] = [newMac(), newMac()];
    const away = await control.device({ mac, modelId, managedBy: own });
    const moved = await control.device({ mac: movedMac, modelId, managedBy: own });
    const [{ body: ofRevoked }, { body: ofMoved }] = [
      await control.operate(away, 'restart', { as: reseller }),
      await control.operate(moved, 'restart', { as: { resellerId: own } }),
    ];
    await control.device({ mac: movedMac, modelId, managedBy: other }, moved);
    await control.user({ ...reseller, deleted: true });
    const nobodysPhones = [await phoneOf(mac), await phoneOf(movedMac)];
    expect(await control.outcomes(ofRevoked.id)).toEqual(new Map([[away, ['cancelled', null]]]));
    expect(await control.outcomes(ofMoved.id)).toEqual(new Map([[moved, ['cancelled', null]]]));
    expect((await control.untilOperation(ofRevoked.id, () => true)).state).toBe('cancelled');
    expect(nobodysPhones.map(({ received }) => received)).toEqual([[], []]);
  });

  it('goes on where device-control was when it ended, and tells no phone twice (CTL-03)', async () => {
    const [one, two] = [await here(), await control.device({ mac: newMac(), modelId })];
    const { body } = await start([one.id, two], 'resync');
    await control.untilOperation(body.id, ({ counts }) => counts.sent === 1);
    await control.service.restart();
    const mac = (await control.status(two)).body.macAddress?.replaceAll(':', '') ?? '';
    const phone = await phoneOf(mac);
    expect(await control.outcomes(body.id)).toEqual(
      new Map([
        [one.id, ['sent', 200]],
        [two, ['sent', 200]],
      ]),
    );
    expect([one.phone.received.length, phone.received.length]).toEqual([1, 1]);
  });
});

describe('who may restart', () => {
  it('is who holds the device; to anybody else it is not there (DIR-03, INV-05)', async () => {
    const [own, other] = [newId(), newId()];
    const held = await control.device({ mac: newMac(), modelId, managedBy: own });
    const offered = await control.device({ mac: newMac(), modelId, shared: true });
    const made = await control.operate(held, 'restart', { as: { resellerId: own } });
    expect(made.status).toBe(202);
    expect((await control.operate(held, 'restart', { as: { resellerId: other } })).status).toBe(404);
    const named = { method: 'POST', as: { resellerId: other }, body: { kind: 'restart', ids: [held] } };
    expect((await control.service.request('/api/v1/operations', named)).body).toMatchObject({ status: 422, code: 'unknown_device' });
    expect((await control.operate(offered, 'restart', { as: { resellerId: own } })).status).toBe(403);
    const path = `/api/v1/operations/${made.body.id}`;
    expect((await control.service.request(path, { as: { resellerId: own } })).status).toBe(200);
    expect((await control.service.request(path, { as: { resellerId: other } })).status).toBe(404);
    expect((await control.service.request<{ items: unknown[] }>('/api/v1/operations', { as: { resellerId: other } })).body.items).toEqual([]);
  });

  it('may ask for it while the registrar is away; the operation ends with its time (CTL-03, CTL-05)', async () => {
    const alone = await Control.start({ ...kamailio, environment: { ...kamailio.environment, RINGFLEET_REGISTRAR_EVENTS: '127.0.0.1:1' } });
    const device = await alone.device({ mac: newMac(), modelId: await alone.model({ rebootEvent: REBOOT }) });
    const { body } = await alone.operate(device, 'restart', { waitSeconds: 1 });
    expect(await alone.outcomes(body.id)).toEqual(new Map([[device, ['not_registered', null]]]));
    await alone.stop();
  });

  it('is nobody where there is no registrar (CTL-05)', async () => {
    const alone = await Control.start(null);
    const device = await alone.device({ mac: newMac(), modelId });
    const { status, body } = await alone.operate(device, 'restart');
    expect([status, body]).toEqual([409, expect.objectContaining({ code: 'no_registrar' })]);
    await alone.stop();
  });
});
