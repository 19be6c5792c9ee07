// Real: Kamailio, which hostile phones and programs talk to; a phone over UDP beside them, device-control, PostgreSQL.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@ringfleet/kernel';
import { type Kamailio, Phone, startKamailio } from '@ringfleet/testing';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { netstring } from '../src/registrar/kamailio/netstrings.js';
import { Control } from './support/control.js';

const PER_ADDRESS = 30;
const FLOOD = 1_000;
const ELSEWHERE = '127.0.0.9';
const REFUSED = /"event":"notified".*"code":2/; // {"event":"notified","id":"…","code":2}

let kamailio: Kamailio;
let control: Control;
let attacker: Socket;
let phone: Phone;
let device: string;
let macs = 0;

beforeAll(async () => {
  kamailio = await startKamailio({ perAddress: PER_ADDRESS });
  control = await Control.start(kamailio);
  attacker = createSocket('udp4');
  attacker.bind(0, ELSEWHERE);
  await once(attacker, 'listening');
});
afterAll(async () => {
  attacker.close();
  await control.stop();
  await kamailio.remove();
});
beforeEach(async () => {
  const mac = `001565EF00${String(macs++).padStart(2, '0')}`;
  device = await control.device({ mac });
  phone = await Phone.at(kamailio.port, { user: `u${mac}`, mac });
});
/** Whatever happened: a phone registers, and its status follows. */
afterEach(async () => {
  expect(await phone.register(60)).toBe(200);
  await control.until(device, ({ status }) => status === 'registered');
  expect(phone.received).toEqual([]);
  phone.close();
});

const register = (user: string, more = ''): string =>
  [
    'REGISTER sip:127.0.0.1 SIP/2.0',
    `Via: SIP/2.0/UDP ${ELSEWHERE}:5060;branch=z9hG4bK${newId()}`,
    `From: <sip:${user}@127.0.0.1>;tag=a`,
    `To: <sip:${user}@127.0.0.1>`,
    `Call-ID: ${newId()}`,
    'CSeq: 1 REGISTER',
    `Contact: <sip:${user}@${ELSEWHERE}>`,
    `${more}Content-Length: 0\r\n\r\n`,
  ].join('\r\n');

/** Over TCP; resolves with what was answered until the connection was closed, at the latest when `enough` of it is there. */
async function say(port: number, what: string | Buffer, enough: (answer: string) => boolean = () => false): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (data: Buffer) => {
    answer += data.toString();
    if (enough(answer)) socket.destroy();
  });
  // Who hangs up before all was written is an error here; `once` would take it for one of the test.
  socket.on('error', () => undefined);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.write(what);
  await closed;
  return answer;
}

describe('the registrar', () => {
  it.each([
    ['nothing of SIP', Buffer.alloc(2_000, 0xff)],
    ['zeros', Buffer.alloc(500)],
    ['a request without headers', 'REGISTER sip:127.0.0.1 SIP/2.0\r\n\r\n'],
    ['a header that does not end', `REGISTER sip:127.0.0.1 SIP/2.0\r\nVia: ${'x'.repeat(30_000)}`],
    ['a length below nothing', register('n').replace('Content-Length: 0', 'Content-Length: -1')],
    ['an address of record that breaks out of JSON and SQL', register(`a","event":"expired'); drop table bindings; --`)],
    ['a name with a line of its own', register('a%0d%0aEvent: check-sync')],
    ['a contact that is many', register('m', `Contact: ${'<sip:m@127.0.0.9>,'.repeat(400)}<sip:m@127.0.0.9>\r\n`)],
  ])('goes on when it is sent %s', async (_, what) => {
    attacker.send(what, kamailio.port, '127.0.0.1');
    const socket = connect({ port: kamailio.port, host: '127.0.0.1', localAddress: ELSEWHERE });
    socket.on('error', () => undefined).end(what);
    await once(socket, 'finish').catch(() => undefined);
    socket.destroy();
  });

  it('takes no user agent of 1 MB', async () => {
    expect(await say(kamailio.port, register('big', `User-Agent: ${'x'.repeat(1_000_000)}\r\n`))).not.toContain('200 OK');
  });

  it('takes so much of one address and no more: others register all the same', async () => {
    let answered = 0;
    attacker.on('message', () => answered++);
    for (let count = 0; count < FLOOD; count++) attacker.send(register(`flood${count}`), kamailio.port, '127.0.0.1');
    expect(await phone.register(60)).toBe(200);
    // Its two seconds begin and end while the phone is still waiting for its answer on a slow machine: ten times.
    expect(answered).toBeLessThan(10 * PER_ADDRESS);
  });
});

describe('the way in for device-control', () => {
  const evapi = (): number => Number(kamailio.environment['RINGFLEET_REGISTRAR_EVENTS']?.split(':')[1]);
  const key = (): string => kamailio.environment['RINGFLEET_REGISTRAR_KEY'] ?? '';
  const notify = (more: object): string =>
    netstring(JSON.stringify({ command: 'notify', id: newId(), aor: '1', ruid: 'uloc-1', event: 'check-sync', key: key(), ...more }));

  it.each([
    ['a command without the key', netstring('{"command":"follow"}')],
    ['a command with another key', netstring('{"command":"follow","key":"x"}')],
    ['JSON that is none', netstring('{"command":')],
  ])('is closed at %s, and nothing is told', async (_, what) => {
    expect(await say(evapi(), what)).toBe('');
  });

  it.each([
    ['event', 'check-sync\r\nContact: <sip:evil@127.0.0.9>'],
    ['event', 'check-sync: x'],
    ['aor', '1@127.0.0.9>;x=<sip:2'],
    ['ruid', 'uloc-1"'],
    ['ruid', ''],
  ])('sends no NOTIFY with a line of somebody’s own as %s: %j', async (field, value) => {
    const follow = netstring(JSON.stringify({ command: 'follow', key: key() }));
    expect(await say(evapi(), follow + notify({ [field]: value }), (answer) => REFUSED.test(answer))).toMatch(REFUSED);
  });

  it.each([
    ['without the key', {}, '{"jsonrpc":"2.0","method":"ul.dump","id":1}'],
    ['for anything but what is registered', { 'x-api-key': 'KEY' }, '{"jsonrpc":"2.0","method":"core.version","id":1}'],
    ['for two things at once', { 'x-api-key': 'KEY' }, '{"jsonrpc":"2.0","method":"ul.dump","method":"core.version","id":1}'],
  ])('answers 403 to who asks %s', async (_, headers, body) => {
    const said = Object.fromEntries(Object.entries(headers).map(([name]) => [name, key()]));
    const response = await fetch(kamailio.environment['RINGFLEET_REGISTRAR_RPC'] ?? '', { method: 'POST', headers: said, body });
    expect([response.status, await response.text()]).toEqual([403, 'no']);
  });
});
