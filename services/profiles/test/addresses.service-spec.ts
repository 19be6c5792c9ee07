// Real: profiles with its PostgreSQL, event log and HTTP. What inventory and directory say is said by the test.
import { newId } from '@ringfleet/kernel';
import type { Who } from '@ringfleet/testing/service-harness';
import { Phones } from './support/phones.js';

let phones: Phones;

beforeAll(async () => {
  phones = await Phones.start({ settings: { RINGFLEET_PROVISIONING_URLS: 'https://phones.example.net,http://phones.example.net/' } });
});
afterAll(() => phones.stop());

const resellerAdmin = (resellerId: string): Who => ({ role: 'reseller-admin', resellerId });

describe('the autoprovisioning URL of a device', () => {
  it('is there for each way that phones reach us, with a key that is no other device’s (PRV-04)', async () => {
    const [one, other] = [await phones.device(), await phones.device()];
    const { status, body } = await phones.address(one);
    expect([status, body]).toEqual([
      200,
      {
        deviceId: one,
        urls: [
          expect.stringMatching(/^https:\/\/phones\.example\.net\/p\/[0-9a-f]{32}\/$/),
          expect.stringMatching(/^http:\/\/phones\.example\.net\/p\/[0-9a-f]{32}\/$/),
        ],
        madeAt: expect.any(String),
        previousUntil: null,
      },
    ]);
    expect(await phones.keyOf(other)).not.toBe(await phones.keyOf(one));
  });

  it('is told of many devices at once, as far as the caller sees them (INV-10)', async () => {
    const [reseller, rival] = [newId(), newId()];
    const [own, others, unknown] = [await phones.device({ managedBy: reseller }), await phones.device({ managedBy: rival }), newId()];
    const asked = (who?: Who) => phones.addresses([own, others, unknown], who);
    const [seen, all] = [await asked(resellerAdmin(reseller)), await asked()];
    expect([seen.status, seen.body]).toEqual([200, { items: [(await phones.address(own)).body] }]);
    expect(all.body.items.map(({ deviceId }) => deviceId).toSorted()).toEqual([own, others].toSorted());
    expect((await phones.addresses([])).status).toBe(400);
    expect((await phones.addresses([own], { role: 'customer-user', customerId: newId() })).status).toBe(403);
  });

  it('stays as it is when the device changes, comes again or is assigned for the first time', async () => {
    const customerId = await phones.customer();
    const id = await phones.device();
    const key = await phones.keyOf(id);
    await phones.change(id, { fileName: 'other.cfg' });
    await phones.change(id, { customerId });
    await phones.service.restart();
    expect(await phones.keyOf(id)).toBe(key);
  });

  it('is another as soon as the device goes from one who had it to somebody else (INV-05)', async () => {
    const [first, second] = [await phones.customer(), await phones.customer()];
    const [reseller, rival] = [newId(), newId()];
    const [moved, given] = [await phones.device({ customerId: first }), await phones.device({ managedBy: reseller })];
    const keys = [await phones.keyOf(moved), await phones.keyOf(given)];
    await phones.change(moved, { customerId: second });
    await phones.change(given, { managedBy: rival });
    const after = [await phones.keyOf(moved), await phones.keyOf(given)];
    expect(after.filter((key) => keys.includes(key))).toEqual([]);
    await phones.change(moved, { customerId: '' });
    expect(after).not.toContain(await phones.keyOf(moved));
    expect((await phones.address(moved)).body.previousUntil).toBeNull();
  });

  it('is changed on request, once until the old one has ended; at once where that is asked for (PRV-13)', async () => {
    const id = await phones.device();
    const first = await phones.keyOf(id);
    const { status, body } = await phones.rotate(id);
    expect([status, body.urls[0]?.includes(first), body.previousUntil]).toEqual([200, false, expect.any(String)]);
    expect((await phones.rotate(id)).body).toMatchObject({ status: 409, code: 'rotation_running' });
    expect((await phones.address(id)).body).toEqual(body);
    expect((await phones.rotate(id, { immediately: true })).body).toMatchObject({ previousUntil: null });
    phones.pass(1);
    expect((await phones.rotate(id)).status).toBe(200);
    phones.pass(2 * 24 * 60 + 1);
    expect((await phones.rotate(id)).status).toBe(200);
  });

  it('stands in no table in clear, and ends with the device (PRV-03)', async () => {
    const id = await phones.device();
    const key = await phones.keyOf(id);
    const rows = await phones.rows<{ text: string }>('select k::text as text from provisioning_keys k where device_id = $1', [id]);
    expect(rows.map(({ text }) => text.includes(key) || text.includes(Buffer.from(key).toString('hex')))).toEqual([false]);
    await phones.remove(id);
    expect((await phones.address(id)).status).toBe(404);
    expect(await phones.rows('select from provisioning_keys where device_id = $1', [id])).toEqual([]);
  });

  it('is seen by whoever manages or has the device, and by no other reseller or customer; not even of a shared one that is nobody’s (DIR-03, INV-05)', async () => {
    const [reseller, rival] = [newId(), newId()];
    const customerId = await phones.customer(reseller);
    const held = await phones.device({ shared: true, customerId, customerResellerId: reseller });
    const free = await phones.device({ shared: true });
    const customer = await phones.customerAdmin(customerId, reseller);
    const statuses = async (id: string): Promise<number[]> => [
      (await phones.address(id, resellerAdmin(reseller))).status,
      (await phones.address(id, customer)).status,
      (await phones.address(id, resellerAdmin(rival))).status,
      (await phones.rotate(id, {}, resellerAdmin(rival))).status,
      (await phones.rotate(id, {}, customer)).status,
    ];
    expect([await statuses(held), await statuses(free)]).toEqual([
      [200, 200, 404, 404, 403],
      [404, 404, 404, 404, 403],
    ]);
    expect((await phones.address(newId())).body).toEqual((await phones.address('no-id')).body);
  });
});
