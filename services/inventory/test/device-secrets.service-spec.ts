// Real: inventory with its PostgreSQL, its event log and HTTP; secrets sealed by the service's own keys. What is stored, said and answered is looked through for them.
import { topics } from '@ringfleet/contracts';
import { Client } from 'pg';
import { alpine, type DeviceWorld, HARBOUR, harbour, NORTH, north, quay, startDeviceWorld, told } from './support/device-world.js';
import { deviceEvents } from './support/inventory.js';

let world: DeviceWorld;
let sql: Client;

beforeAll(async () => {
  world = await startDeviceWorld();
  sql = new Client({ connectionString: world.service.database.ownerUrl });
  await sql.connect();
});
afterAll(async () => {
  await sql.end();
  await world.service.stop();
});

const GIVEN = { secret: 'first-S3cret', httpUsername: 'phone-user', httpPassword: 'p4ss word', asciiKey: '0123456789abcdef' };
const TEXTS = Object.values(GIVEN);

const said = async (id: string) => (await world.service.records(topics.deviceSecrets)).filter(({ key }) => key === id);

/** The secrets of a device as its reader opens them. */
async function opened(id: string): Promise<Record<string, string>> {
  const message = (await said(id)).at(-1)?.message;
  const open = (name: string, bytes: Uint8Array | undefined): string => (bytes?.length ? world.service.ports.sealer.open(bytes, `device:${id}:${name}`) : '');
  return {
    secret: open('secret', message?.secret),
    httpUsername: open('httpUsername', message?.httpUsername),
    httpPassword: open('httpPassword', message?.httpPassword),
    asciiKey: open('asciiKey', message?.asciiKey),
  };
}

describe('the secrets of a device', () => {
  it('are said sealed on their own topic, and are in no answer, history, event or table (PRV-03)', async () => {
    const body = world.fresh({ ...GIVEN, fileName: 'phone.cfg', acceptDataFromPhone: true });
    const { status, body: device } = await world.post(body, undefined, { 'idempotency-key': 'secrets' });
    expect([status, device['secretVersion'], device['fileName'], device['acceptDataFromPhone']]).toEqual([201, 1, 'phone.cfg', true]);
    const changed = await world.patch(device.id, { httpPassword: 'another one' });
    expect(changed.body).toMatchObject({ secretVersion: 2, version: 2 });
    expect(await opened(device.id)).toEqual({ ...GIVEN, httpPassword: 'another one' });
    expect((await said(device.id)).map(({ sequence, message }) => [sequence, message?.secretVersion])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    const history = await world.get<{ items: { changes: unknown[] }[] }>(`devices/${device.id}/history`);
    expect(history.body.items[0]?.changes).toEqual([{ field: 'secretVersion', from: 1, to: 2 }]);
    const events = (await deviceEvents(world.service)).filter(({ key }) => key === device.id);
    expect(events.map(({ message }) => message?.secretVersion)).toEqual([1, 2]);
    const tables: unknown[] = [];
    for (const table of ['devices', 'device_versions', 'device_secrets', 'outbox', 'idempotency_keys']) {
      tables.push((await sql.query(`select ${table}::text as text from ${table}`)).rows);
    }
    const all = [device, changed.body, history.body, await world.read(device.id), events, tables];
    const answers = JSON.stringify(all, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
    for (const text of [...TEXTS, 'another one']) {
      expect(answers).not.toContain(text);
      expect(answers).not.toContain(Buffer.from(text).toString('hex'));
    }
  });

  it('go one by one; what is left out stays, null empties (PRV-03)', async () => {
    const { id } = await world.add(GIVEN);
    expect((await world.patch(id, { secret: null, description: 'Without' })).body).toMatchObject({ secretVersion: 2 });
    expect(await opened(id)).toEqual({ ...GIVEN, secret: '' });
    expect((await world.patch(id, { secret: null })).body).toMatchObject({ secretVersion: 2, version: 2 });
  });

  it('are gone with the device: a last state and a tombstone (PRV-03, EVT-01)', async () => {
    const { id } = await world.add(GIVEN);
    expect((await world.remove(id)).status).toBe(204);
    expect((await said(id)).map(({ sequence, message }) => [sequence, message?.deleted, message?.secret.length])).toEqual([
      [1, false, expect.any(Number)],
      [2, true, 0],
      [3, undefined, undefined],
    ]);
    expect((await sql.query('select from device_secrets where device_id = $1', [id])).rowCount).toBe(0);
    const never = await world.add();
    await world.remove(never.id);
    expect(await said(never.id)).toEqual([]);
  });

  it('of a shared device are others once it has been released or passed on (INV-05)', async () => {
    const { id } = await world.add({ ...GIVEN, asciiKey: null, sharedWithResellers: true, assignedTo: alpine.id });
    expect((await world.patch(id, { description: 'Kept' }, NORTH)).body).toMatchObject({ secretVersion: 1 });
    const released = await world.put(`${id}/assignment`, { customerId: null }, NORTH);
    expect(released.status).toBe(204);
    const after = await opened(id);
    expect(after).toMatchObject({ httpUsername: GIVEN.httpUsername, asciiKey: '' });
    expect([after['secret'], after['httpPassword']].map((text) => text?.length)).toEqual([32, 32]);
    expect((await world.patch(id, { assignedTo: quay.id }, HARBOUR)).body).toMatchObject({ secretVersion: 2 });
    expect((await world.patch(id, { assignedTo: alpine.id })).body).toMatchObject({ secretVersion: 3 });
  });

  it('are others once the device has left the reseller that managed it, for another or for Administrator only (INV-05, PRV-03)', async () => {
    for (const managedBy of [harbour.id, null]) {
      const { id } = await world.add({ ...GIVEN, managedBy: north.id });
      expect((await world.patch(id, { assignedTo: alpine.id })).body).toMatchObject({ secretVersion: 1 });
      expect((await world.patch(id, { managedBy })).body).toMatchObject({ secretVersion: 2 });
      const after = await opened(id);
      expect(after['httpUsername']).toBe(GIVEN.httpUsername);
      expect(Object.values(after).filter((text) => [GIVEN.secret, GIVEN.httpPassword, GIVEN.asciiKey].includes(text))).toEqual([]);
      expect([after['secret'], after['httpPassword'], after['asciiKey']].map((text) => text?.length)).toEqual([32, 32, 16]);
    }
    const without = await world.add({ managedBy: north.id });
    expect((await world.patch(without.id, { managedBy: harbour.id })).body).toMatchObject({ secretVersion: 0 });
  });

  it('stay where a device of Administrator only is given to a reseller; what goes with the step to another is what it then has (INV-05, PRV-03)', async () => {
    const { id } = await world.add({ ...GIVEN, asciiKey: null });
    expect((await world.patch(id, { managedBy: north.id })).body).toMatchObject({ secretVersion: 1 });
    const given = { managedBy: harbour.id, httpPassword: 'of Harbour', secret: GIVEN.secret, asciiKey: 'fedcba9876543210' };
    expect((await world.patch(id, given)).body).toMatchObject({ secretVersion: 2 });
    expect(await opened(id)).toEqual({ ...GIVEN, httpPassword: 'of Harbour', asciiKey: 'fedcba9876543210' });
    expect((await world.patch(id, { managedBy: null, secret: null })).body).toMatchObject({ secretVersion: 3 });
    expect(await opened(id)).toMatchObject({ secret: '', httpUsername: GIVEN.httpUsername });
  });

  it('are none to write where they are what is so: the password of before goes on serving (PRV-13, INV-14)', async () => {
    const { id } = await world.add(GIVEN);
    const changed = { httpPassword: 'another one', httpUsername: 'phone-user' };
    for (const again of [changed, changed, { ...changed, description: null }, { ...GIVEN, httpPassword: 'another one' }])
      expect(await world.patch(id, again)).toMatchObject({ status: 200, body: { version: 2, secretVersion: 2, cleared: [] } });
    expect((await world.patch(id, { ...changed, description: 'Besides' })).body).toMatchObject({ version: 3, secretVersion: 2 });
    const [, second] = await said(id);
    expect((await world.patch(id, { ...changed, secret: 'other' })).body).toMatchObject({ version: 4, secretVersion: 3 });
    const [, , third] = await said(id);
    expect([third?.message?.httpUsername, third?.message?.httpPassword]).toEqual([second?.message?.httpUsername, second?.message?.httpPassword]);
    expect((await said(id)).length).toBe(3);
  });

  it('are told to nobody who may not set them: right and wrong ones are refused alike (PRV-03, INV-05)', async () => {
    const { id } = await world.add({ ...GIVEN, sharedWithResellers: true, assignedTo: alpine.id });
    for (const httpPassword of [GIVEN.httpPassword, 'wrong'])
      expect(told(await world.patch(id, { httpPassword }, NORTH))).toBe('403 httpPassword not_permitted');
  });

  it('are kept to the letter: none is cut, one with outer blanks is refused (PRV-03)', async () => {
    const { id } = await world.add({ httpPassword: 'pass  word' });
    expect(await opened(id)).toMatchObject({ httpPassword: 'pass  word' });
    const blanks = { secret: ' a', httpUsername: 'a ', httpPassword: 'plugh\n', asciiKey: '\u00a0a' };
    const checked = await world.service.request<object>('/api/v1/devices/check', { method: 'POST', body: blanks });
    expect(JSON.stringify(checked.body).match(/"outer_blanks"/g)).toHaveLength(4);
    const answers = [await world.post(world.fresh(blanks)), await world.patch(id, blanks)];
    const refused = '400 secret outer_blanks httpUsername outer_blanks httpPassword outer_blanks asciiKey outer_blanks';
    expect(answers.map(told)).toEqual([refused, refused]);
    expect(JSON.stringify([checked, answers])).not.toContain('plugh');
  });

  it('are refused where they do not fit, without being repeated (PRV-03)', async () => {
    const answer = await world.post(world.fresh({ secret: 'xyzzy\nplugh', fileName: '../etc/passwd' }));
    expect(told(answer)).toBe('422 secret bad_name fileName bad_name');
    expect(JSON.stringify(answer.body)).not.toMatch(/xyzzy|plugh/);
    expect(told(await world.post(world.fresh({ httpUsername: 'user:name', httpPassword: 'pass:word' })))).toBe('422 httpUsername bad_name');
    const { id } = await world.add({ sharedWithResellers: true, assignedTo: alpine.id });
    expect(told(await world.patch(id, { secret: 'mine' }, NORTH))).toBe('403 secret not_permitted');
  });
});

describe('a virtual device', () => {
  it('has no MAC address, by its own mark or by its model (INV-03, PRV-03)', async () => {
    expect(told(await world.post(world.fresh({ virtual: true })))).toBe('422 macAddress bad_mac');
    const { id } = await world.add({ virtual: true, macAddress: null });
    expect(await world.read(id)).toMatchObject({ virtual: true, macAddress: null });
    expect(told(await world.patch(id, { virtual: false }))).toBe('422 macAddress missing_value');
    expect((await world.patch(id, { virtual: false, macAddress: '00:14:20:DD:00:01' })).status).toBe(200);
  });
});
