// Real: Kamailio, phones over UDP, PostgreSQL, the event log, HTTP. Not real: the services whose states are told.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RegistrationStatus, topics } from '@ringfleet/contracts';
import { newId } from '@ringfleet/kernel';
import { type Kamailio, Phone, type PhoneOptions, startKamailio } from '@ringfleet/testing';
import { Control } from './support/control.js';

const MAC = '001565ABC001';
const PAIRS = 80;

let kamailio: Kamailio;
let control: Control;
const phones: Phone[] = [];

beforeAll(async () => {
  kamailio = await startKamailio();
  control = await Control.start(kamailio, { RINGFLEET_REGISTRAR_AGED_SECONDS: '5' });
});
afterEach(() => {
  for (const phone of phones.splice(0)) phone.close();
});
afterAll(async () => {
  await control.stop();
  await kamailio.remove();
});

async function newPhone(options: PhoneOptions): Promise<Phone> {
  const made = await Phone.at(kamailio.port, options);
  phones.push(made);
  return made;
}

describe('the status of a device', () => {
  it('is registered with all that is known of it, then aged when that runs out, then unregistered (CTL-01)', async () => {
    const device = await control.device({ mac: MAC });
    expect((await control.status(device)).body).toMatchObject({ status: 'unregistered', remoteIp: null, registeredAt: null });
    const one = await newPhone({ user: '7001', mac: MAC, host: '192.168.1.50', userAgent: 'Yealink SIP-T46S 66.86.0.15' });
    expect(await one.register(2)).toBe(200);
    expect(await control.until(device, ({ status }) => status === 'registered')).toMatchObject({
      macAddress: '00:15:65:AB:C0:01',
      remoteIp: '127.0.0.1',
      hostIp: '192.168.1.50',
      registrar: `127.0.0.1:${kamailio.port}`,
      registeredIp: '127.0.0.1',
      userAgent: 'Yealink SIP-T46S 66.86.0.15',
      registeredAt: expect.any(String),
      expiresAt: expect.any(String),
      lines: [
        { port: 0, number: null, extension: null, status: null },
        { port: 1, number: null, extension: null, status: null },
      ],
    });
    await control.until(device, ({ status }) => status === 'unregistered');
    const said = (await control.service.records(topics.registrations)).filter(({ key }) => key === device);
    expect(said.map(({ message, sequence }) => [sequence, message?.status])).toEqual([
      [1, RegistrationStatus.REGISTERED],
      [2, RegistrationStatus.AGED],
      [3, RegistrationStatus.UNREGISTERED],
    ]);
  });

  it('is unregistered at once when the phone says good-bye, and a refreshed registration is no news (CTL-01, CTL-04)', async () => {
    const mac = '001565ABC002';
    const device = await control.device({ mac });
    const one = await newPhone({ user: '7002', userAgent: `Yealink SIP-T46S 66.86.0.15 ${mac.toLowerCase()}` });
    await one.register(60);
    await one.register(60);
    const before = await control.until(device, ({ status }) => status === 'registered');
    await one.register(0, '*');
    const after = await control.until(device, ({ status }) => status === 'unregistered');
    expect(after).toMatchObject({ userAgent: before.userAgent });
    const said = (await control.service.records(topics.registrations)).filter(({ key }) => key === device);
    expect(said).toHaveLength(2);
  });

  it('is found by the account on a port where the phone does not say which it is, with what each line is (CTL-01)', async () => {
    const customerId = await control.customer();
    const [first, second] = [await control.account({ sipUsername: '7003', customerId }), await control.account({ sipUsername: '7004', customerId })];
    const device = await control.device({ mac: '001565ABC003', customerId, lines: [first, second] });
    await (await newPhone({ user: '7003' })).register(60);
    expect((await control.until(device, ({ status }) => status === 'registered')).lines).toEqual([
      { port: 0, number: '+17003', extension: '7003', status: 'registered' },
      { port: 1, number: '+17004', extension: '7004', status: 'unregistered' },
    ]);
  });

  it('is not that of another customer’s phone that claims to be the device, nor of one of two phones of an account (CTL-03, DIR-03)', async () => {
    const [own, other] = [await control.customer(), await control.customer()];
    const account = await control.account({ sipUsername: '7005', customerId: other });
    const shared = await control.account({ sipUsername: '7006', customerId: own });
    const claimed = await control.device({ mac: '001565ABC005', customerId: own });
    const [one, two] = [
      await control.device({ mac: '001565ABC006', customerId: own, lines: [shared] }),
      await control.device({ customerId: own, lines: [shared] }),
    ];
    const real = await control.device({ mac: '001565ABC007', customerId: other, lines: [account] });
    await (await newPhone({ user: '7006' })).register(60);
    await (await newPhone({ user: '7005', mac: '001565ABC005' })).register(60);
    // Who says nothing wrong comes last, so that the others have been seen.
    await (await newPhone({ user: '7005', mac: '001565ABC007' })).register(60);
    await control.until(real, ({ status }) => status === 'registered');
    const statuses = await Promise.all([claimed, one, two].map(async (id) => (await control.status(id)).body.status));
    expect(statuses).toEqual(['unregistered', 'unregistered', 'unregistered']);
  });

  it('has a station ID where the device is the base of a multicell system alone (CTL-02)', async () => {
    const modelId = await control.model({ dectMulticell: true });
    const [base, desk] = [
      await control.device({ mac: '7C2F80E0D605', modelId }),
      await control.device({ mac: '001565ABC008', modelId: await control.model() }),
    ];
    expect((await control.status(base)).body).toMatchObject({ stationId: null });
    await (await newPhone({ user: '7008', userAgent: 'Gigaset N870 IP PRO/83.V2.11.0+build.a546b91;7C2F80E0D605' })).register(60);
    expect(await control.until(base, ({ status }) => status === 'registered')).toMatchObject({
      stationId: '7C:2F:80:E0:D6:05',
      deviceType: 'Yealink SIP-T46S',
    });
    expect((await control.status(desk)).body).not.toHaveProperty('stationId');
  });

  it('is right where two phones of an extension register one right after the other: both are known, and which they are (CTL-04)', async () => {
    const macs = Array.from({ length: PAIRS }, (_, at) => `001565AD${at.toString(16).toUpperCase().padStart(4, '0')}`);
    const others = macs.map((mac) => mac.replace('AD', 'AE'));
    const devices = await control.devices([...macs, ...others].map((mac) => ({ mac })));
    for (let from = 0; from < PAIRS; from += 40) {
      await Promise.all(
        macs.slice(from, from + 40).map(async (mac, at) => {
          const [first, second] = [await newPhone({ user: `pair${mac}`, mac: others[from + at] ?? '' }), await newPhone({ user: `pair${mac}`, mac })];
          await first.register(600);
          await second.register(600);
        }),
      );
    }
    for (const id of devices) expect((await control.until(id, ({ status }) => status === 'registered')).remoteIp).toBe('127.0.0.1');
  });

  it('is told to who has the device, from when it has it, and to nobody else (DIR-03, INV-05)', async () => {
    const [reseller, another] = [newId(), newId()];
    const customerId = await control.customer(reseller);
    const mac = '001565ABC009';
    const device = await control.device({ mac, shared: true });
    const phone = await newPhone({ user: '7009', mac });
    await phone.register(60);
    await control.until(device, ({ status }) => status === 'registered');
    expect((await control.status(device, { resellerId: another })).body).toMatchObject({ status: 'unregistered', remoteIp: null, userAgent: null });
    await control.device({ mac, shared: true, customerId, customerResellerId: reseller }, device);
    expect((await control.status(device, { resellerId: another })).status).toBe(404);
    expect((await control.status(device)).body).toMatchObject({ status: 'registered' });
    expect((await control.status(newId())).status).toBe(404);
    await phone.register(60);
    await control.until(device, ({ status }) => status === 'registered', { resellerId: reseller });
    const said = (await control.service.records(topics.registrations)).filter(({ key }) => key === device);
    expect(said.map(({ sequence, message }) => [sequence, message?.customerId, message?.customerResellerId])).toEqual([
      [1, '', ''],
      [2, customerId, reseller],
    ]);
  });

  it('follows a phone that comes from another address, starts again, and moves within its network (CTL-01, CTL-04)', async () => {
    const mac = '001565ABC011';
    const device = await control.device({ mac });
    const contact = `<sip:7020@192.168.1.50:5060>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-${mac.toLowerCase()}>"`;
    const at = async (from: string, spelled: string): Promise<number> => (await newPhone({ user: '7020', mac, from })).register(600, spelled);
    const seen = (remote: string, host: string): Promise<unknown> =>
      control.until(device, ({ status, remoteIp, hostIp }) => status === 'registered' && remoteIp === remote && hostIp === host);
    expect(await at('127.0.0.1', contact)).toBe(200);
    await seen('127.0.0.1', '192.168.1.50');
    expect(await at('127.0.0.2', contact)).toBe(200);
    await seen('127.0.0.2', '192.168.1.50');
    expect(await at('127.0.0.2', contact.replace('1.50', '1.51'))).toBe(200);
    await seen('127.0.0.2', '192.168.1.51');
  });

  it('follows a device that gets another MAC address, and ends with it (EVT-01)', async () => {
    const mac = '001565ABC00A';
    const device = await control.device({ mac });
    await (await newPhone({ user: '7010', mac })).register(60);
    await control.until(device, ({ status }) => status === 'registered');
    await control.device({ mac: '001565ABC00B' }, device);
    expect((await control.status(device)).body).toMatchObject({ status: 'unregistered', remoteIp: null });
    await control.device({ mac }, device);
    expect((await control.status(device)).body).toMatchObject({ status: 'registered', remoteIp: '127.0.0.1' });
    await control.device({ mac }, device, true);
    expect((await control.status(device)).status).toBe(404);
    const said = (await control.service.records(topics.registrations)).filter(({ key }) => key === device);
    expect(said.map(({ sequence, message }) => [sequence, message && (message.deleted ? 'deleted' : message.status)])).toEqual([
      [1, RegistrationStatus.REGISTERED],
      [2, RegistrationStatus.UNREGISTERED],
      [3, RegistrationStatus.REGISTERED],
      [4, 'deleted'],
      [5, null],
    ]);
  });

  it('takes what a phone says of itself as text and no more: quotes, markup, 40 kB of it, bytes that are no text', async () => {
    const mac = '001565ABC00C';
    const device = await control.device({ mac });
    const hostile = `"},{"event":"expired" <script>alert(1)</script> \\ =cmd|' \u0001 ${'x'.repeat(40_000)}`;
    expect(await (await newPhone({ user: '7012', mac, userAgent: hostile })).register(60)).toBe(200);
    expect(await (await newPhone({ user: '7012', mac, userAgent: '\xff\xfe <script>' })).register(60)).toBe(200);
    const { userAgent } = await control.until(device, ({ status }) => status === 'registered');
    expect(userAgent?.length ?? 0).toBeLessThanOrEqual(255);
  });
});

describe('a registrar that is away', () => {
  it('is followed again when it comes back, and what it has forgotten is aged (CTL-01)', async () => {
    const mac = '001565ABC00D';
    const device = await control.device({ mac });
    const one = await newPhone({ user: '7013', mac });
    await one.register(60);
    await control.until(device, ({ status }) => status === 'registered');
    await kamailio.kill();
    await kamailio.start();
    await control.until(device, ({ status }) => status !== 'registered');
    await one.register(60);
    await control.until(device, ({ status }) => status === 'registered');
  });

  it('has nothing to catch up on: what registered while device-control was away is found by a look at everything (CTL-04)', async () => {
    const [here, gone] = ['001565ABC00E', '001565ABC00F'];
    const [first, second] = [await control.device({ mac: here }), await control.device({ mac: gone })];
    const leaving = await newPhone({ user: '7015', mac: gone });
    await leaving.register(60);
    await control.until(second, ({ status }) => status === 'registered');
    const restarted = control.service.restart();
    await leaving.register(0, '*');
    await (await newPhone({ user: '7014', mac: here })).register(60);
    await restarted;
    await control.until(first, ({ status }) => status === 'registered');
    await control.until(second, ({ status }) => status !== 'registered');
  });
});

describe('a registrar with passwords', () => {
  it('tells of who gives the right one alone (CTL-05)', async () => {
    const guarded = await startKamailio({ subscribers: { '7101': 'ri:gh\\t', '7102': 'other' } });
    const guardedControl = await Control.start(guarded);
    const mac = '001565ABC010';
    const device = await guardedControl.device({ mac });
    const at = (user: string, password: string): Promise<Phone> => Phone.at(guarded.port, { user, password, mac });
    const [wrong, right] = [await at('7101', 'wrong'), await at('7101', 'ri:gh\\t')];
    expect(await wrong.register(60)).toBe(401);
    expect((await guardedControl.status(device)).body.status).toBe('unregistered');
    expect(await right.register(60)).toBe(200);
    await guardedControl.until(device, ({ status }) => status === 'registered');
    for (const one of [wrong, right]) one.close();
    await guardedControl.stop();
    await guarded.remove();
  });
});

describe('without a registrar', () => {
  it('the status is not known (CTL-05)', async () => {
    const alone = await Control.start(null);
    const device = await alone.device({ mac: MAC });
    expect((await alone.status(device)).body).toMatchObject({ status: null, macAddress: '00:15:65:AB:C0:01', remoteIp: null, userAgent: null });
    await alone.stop();
  });
});
