// Real: Kamailio, phones over UDP, PostgreSQL with its NOTIFY between two instances, Server-Sent Events over HTTP. Not real: the services whose states are told.
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@ringfleet/kernel';
import { startService } from '@ringfleet/service-kit';
import { type Kamailio, Phone, startKamailio } from '@ringfleet/testing';
import { EventReader } from '@ringfleet/testing/event-reader';
import type { Who } from '@ringfleet/testing/service-harness';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deviceControl } from '../src/index.js';
import { Control } from './support/control.js';

interface Told {
  readonly deviceId: string;
  readonly status: string | null;
  readonly since: string | null;
}

let kamailio: Kamailio;
let control: Control;
const closing: { close(): void }[] = [];

beforeAll(async () => {
  kamailio = await startKamailio();
  control = await Control.start(kamailio);
});
afterEach(() => closing.splice(0).forEach((one) => one.close()));
afterAll(async () => {
  await control.stop();
  await kamailio.remove();
});

async function open(ids: readonly string[], options: { readonly as?: Who; readonly url?: string } = {}): Promise<EventReader<Told>> {
  const reader = await EventReader.open<Told>(control.service, `/api/v1/device-statuses/stream?ids=${ids.join(',')}`, options);
  closing.push(reader);
  return reader;
}

async function phone(user: string, mac: string): Promise<Phone> {
  const made = await Phone.at(kamailio.port, { user, mac });
  closing.push(made);
  return made;
}

const next = async (stream: EventReader<Told>): Promise<readonly [string?, (string | null)?]> => {
  const event = await stream.next();
  return [event?.data.deviceId, event?.data.status];
};

describe('the stream of statuses', () => {
  it('tells the status of each device at once, and then every change, also in another instance (CTL-04)', async () => {
    const other = await startService(deviceControl, control.service.ports);
    const server = createServer(other.handle).listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      const mac = '001565ABD001';
      const [device, unseen] = [await control.device({ mac }), await control.device({ mac: '001565ABD002' })];
      await other.ready();
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const streams = [await open([device]), await open([device], { url })];
      for (const stream of streams) expect(await next(stream)).toEqual([device, 'unregistered']);
      const one = await phone('7201', mac);
      await one.register(60);
      for (const stream of streams) expect(await next(stream)).toEqual([device, 'registered']);
      await one.register(0, '*');
      for (const stream of streams) expect(await next(stream)).toEqual([device, 'unregistered']);
      const later = await open([unseen, device]);
      const both = [await next(later), await next(later)];
      expect(new Map(both.map(([id, status]) => [id, status]))).toEqual(
        new Map([
          [device, 'unregistered'],
          [unseen, 'unregistered'],
        ]),
      );
    } finally {
      server.closeAllConnections();
      server.close();
      await other.stop();
    }
  });

  it('tells nobody of devices that it does not see, and no more of one that it does not hold any more (DIR-03)', async () => {
    const [reseller, mac] = [newId(), '001565ABD003'];
    const [device, foreign, last] = [
      await control.device({ mac, managedBy: reseller }),
      await control.device({ mac: '001565ABD004', managedBy: newId() }),
      await control.device({ mac: '001565ABD005', managedBy: reseller }),
    ];
    const stream = await open([foreign, device, newId(), last], { as: { resellerId: reseller } });
    const first = [await next(stream), await next(stream)];
    expect(new Set(first.map(([id]) => id))).toEqual(new Set([device, last]));
    await control.device({ mac, managedBy: newId() }, device);
    await (await phone('7203', mac)).register(60);
    await control.until(device, ({ status }) => status === 'registered');
    await (await phone('7205', '001565ABD005')).register(60);
    expect(await next(stream)).toEqual([last, 'registered']);
  });

  it('is opened with a token and for devices alone', async () => {
    const path = '/api/v1/device-statuses/stream';
    const many = Array.from({ length: 201 }, () => newId()).join(',');
    expect((await control.service.request(`${path}?ids=${newId()}`, { as: null })).status).toBe(401);
    for (const query of ['', '?ids=', '?ids=7', `?ids=${many}`])
      expect([query, (await control.service.request(`${path}${query}`)).status]).toEqual([query, 400]);
  });

  it('says of every device that nothing is known where there is no registrar (CTL-05)', async () => {
    const alone = await Control.start(null);
    const device = await alone.device({ mac: '001565ABD006' });
    const stream = await EventReader.open<Told>(alone.service, `/api/v1/device-statuses/stream?ids=${device}`);
    expect((await stream.next())?.data).toEqual({ deviceId: device, status: null, since: null });
    stream.close();
    await alone.stop();
  });
});
