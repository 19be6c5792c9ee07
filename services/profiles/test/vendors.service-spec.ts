// Real: profiles with its PostgreSQL, event log, rendering threads and HTTP; curl with its own Digest and Basic; the openssl program. Requests are made as vendors' phones are known to make them.
import type { Page } from '@ringfleet/kernel';
import { execFileSync } from 'node:child_process';
import type { FetchView } from '../src/fetches/read-fetches.js';
import type { StarterView } from '../src/starters/starters.js';
import { basic, type CurlAnswer, digest } from './support/curl.js';
import { Desks, LOGIN } from './support/desks.js';
import { Phones } from './support/phones.js';

const ASCII_KEY = 'key-canary-01234'; // of the length that Yealink's have
const AES_256 = ['-aes-256-cbc', '-md', 'md5'];
const AES_128_TEXT = ['-aes-128-cbc', '-md', 'md5', '-a'];

interface Vendor {
  readonly vendor: string;
  readonly model: string;
  readonly agent: string;
  readonly firmware: string;
  /** What it asks for, in its order; the last is its own. */
  readonly asks: readonly string[];
  readonly type: 'text/xml' | 'text/plain';
  /** Of its own file: what it signs in with, and nothing else. */
  readonly says: readonly string[];
  readonly signIn?: typeof basic;
  /** How the program decrypts what was encrypted for it. */
  readonly openssl?: readonly string[];
}

const VENDORS: readonly Vendor[] = [
  {
    vendor: 'Cisco',
    model: '8851',
    agent: 'Cisco-CP-8851-3PCC/11.0 ({mac})',
    firmware: '11.0',
    asks: ['{psn}.xml', '{mac}.cfg'],
    type: 'text/xml',
    says: ['<User_ID_1_>u15550100</User_ID_1_>', '<Password_1_>sip-canary</Password_1_>'],
    openssl: [...AES_256, '-pass', `pass:${ASCII_KEY}`],
  },
  {
    vendor: 'Fanvil',
    model: 'X5U',
    agent: 'Fanvil X5U-V2 2.12.1 {mac}',
    firmware: '2.12.1',
    asks: ['{mac}.cfg'],
    type: 'text/xml',
    says: ['<RegisterUser>u15550100</RegisterUser>', '<RegisterPswd>sip-canary</RegisterPswd>'],
  },
  {
    vendor: 'Gigaset',
    model: 'N870 IP PRO',
    agent: 'Gigaset N870 IP PRO/83.V2.11.0+build.a546b91;{MAC}',
    firmware: '83.V2.11.0+build.a546b91',
    asks: ['{mac}.xml'],
    type: 'text/xml',
    says: ['SipAccount.00001.AuthName" value="u15550100"', 'SipAccount.00001.AuthPassword" value="sip-canary"'],
  },
  {
    vendor: 'Grandstream',
    model: 'GXP2135',
    agent: 'Grandstream Model HW GXP2135 SW 1.0.7.97 DevId {mac}',
    firmware: '1.0.7.97',
    asks: ['cfg{mac}', 'cfg{mac}.xml'],
    type: 'text/xml',
    says: ['<P35>u15550100</P35>', '<P34>sip-canary</P34>'],
    openssl: [...AES_256, '-pass', `pass:${ASCII_KEY}`],
  },
  {
    vendor: 'Htek',
    model: 'UC903',
    agent: 'Htek UC903 2.0.4.2 {colons}',
    firmware: '2.0.4.2',
    asks: ['cfg{mac}', 'cfg{mac}.xml'],
    type: 'text/xml',
    says: ['Account1.SipUserId">u15550100<', 'Account1.AuthenticatePassword">sip-canary<'],
  },
  {
    vendor: 'Mitel',
    model: '6940',
    agent: 'Mitel6940 MAC:{DASHES} V:6.4.0.4006-SIP',
    firmware: '6.4.0.4006',
    asks: ['{MAC}.cfg'],
    type: 'text/plain',
    says: ['sip line1 auth name: u15550100\n', 'sip line1 password: sip-canary\n'],
  },
  {
    vendor: 'Panasonic',
    model: 'KX-HDV230',
    agent: 'Panasonic_KX-HDV230/01.133 ({mac})',
    firmware: '01.133',
    asks: ['Config{MAC}.cfg'],
    type: 'text/plain',
    says: ['SIP_AUTHID_1="u15550100"\r\n', 'SIP_PASS_1="sip-canary"\r\n'],
    openssl: [...AES_128_TEXT, '-pass', `pass:${ASCII_KEY}`],
  },
  {
    vendor: 'Poly',
    model: 'VVX 450',
    agent: 'FileTransport PolycomVVX-VVX_450-UA/6.4.3.5156',
    firmware: '6.4.3.5156',
    asks: ['{mac}.cfg', '{mac}-license.cfg', 'reg-{mac}.cfg'],
    type: 'text/xml',
    says: ['reg.1.auth.userId="u15550100"', 'reg.1.auth.password="sip-canary"'],
    signIn: basic,
  },
  {
    vendor: 'Snom',
    model: 'D785',
    agent: 'Mozilla/4.0 (compatible; snomD785-SIP 10.1.169.16 SPEAr300 SNOM {MAC})',
    firmware: '10.1.169.16',
    asks: ['snom{model}.htm', 'snom{model}-{MAC}.htm'],
    type: 'text/xml',
    says: ['<user_pname idx="1" perm="R">u15550100</user_pname>', '<user_pass idx="1" perm="R">sip-canary</user_pass>'],
  },
  {
    vendor: 'Yealink',
    model: 'SIP-T54W',
    agent: 'Yealink SIP-T54W 96.86.0.15 {colons}',
    firmware: '96.86.0.15',
    asks: ['{mac}.boot', 'y000000000000.boot', 'y000000000096.cfg', '{mac}.cfg'],
    type: 'text/plain',
    says: ['account.1.auth_name = u15550100\n', 'account.1.password = sip-canary\n'],
    openssl: ['-aes-128-ecb', '-nopad', '-K', Buffer.from(ASCII_KEY).toString('hex')],
  },
];

let phones: Phones;
let desks: Desks;
let starters: readonly StarterView[];

beforeAll(async () => {
  phones = await Phones.start();
  desks = new Desks(phones);
  ({ items: starters } = (await phones.service.request<{ readonly items: readonly StarterView[] }>('/api/v1/profiles/starters')).body);
});
afterAll(() => phones.stop());

/** A phone of the vendor as it comes: with its profile, a line, and what it asks in its own words. */
interface Phone {
  readonly id: string;
  /** Puts the phone's own in place of {mac} and the like. */
  own(text: string): string;
  ask(file: string, ...options: readonly string[]): Promise<CurlAnswer>;
}

async function phoneOf({ vendor, model, agent, signIn = digest }: Vendor): Promise<Phone> {
  const { templates = [], variables = [] } = starters.find((starter) => starter.vendor === vendor) ?? {};
  const desk = await desks.desk({ vendor, name: model, templates, variables });
  const { id, mac } = desk;
  const pairs = mac.match(/../g) ?? [];
  const names = {
    '{mac}': mac,
    '{MAC}': mac.toUpperCase(),
    '{psn}': model,
    '{model}': model,
    '{colons}': pairs.join(':'),
    '{DASHES}': pairs.join('-').toUpperCase(),
  };
  const own = (text: string): string => Object.entries(names).reduce((made, [name, value]) => made.replaceAll(name, value), text);
  return { id, own, ask: (file, ...options) => desk.ask(own(file), '-A', own(agent), ...signIn('desk:http-canary'), ...options) };
}

const headerOf = ({ headers }: CurlAnswer, name: string): string | undefined => new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1]?.trim();

describe('a phone out of its box', () => {
  it.each(VENDORS)('of $vendor asks in its own order and gets its own file, as text of its own type (PRV-04, PRV-06, INV-13)', async (vendor) => {
    const phone = await phoneOf(vendor);
    const answers: CurlAnswer[] = [];
    for (const file of vendor.asks) answers.push(await phone.ask(file));
    const files = starters.flatMap((starter) => (starter.vendor === vendor.vendor ? starter.templates.map(({ file }) => file) : []));
    expect(answers.map(({ status }) => status)).toEqual(vendor.asks.map((file) => (files.includes(file) ? 200 : 404)));
    const given = answers.at(-1) as CurlAnswer;
    for (const part of vendor.says) expect(given.body.toString()).toContain(part);
    expect(headerOf(given, 'content-type')).toBe(`${vendor.type}; charset=utf-8`);
    const file = vendor.asks.at(-1) ?? '';
    const otherCase = await phone.ask(phone.own(file) === phone.own(file).toLowerCase() ? phone.own(file).toUpperCase() : phone.own(file).toLowerCase());
    expect([otherCase.status, otherCase.body.equals(given.body)]).toEqual([200, true]);
    const head = await phone.ask(file, '-I');
    const facts = ['content-type', 'content-length', 'etag'];
    expect([head.status, head.body.length, facts.map((name) => headerOf(head, name))]).toEqual([200, 0, facts.map((name) => headerOf(given, name))]);
    const { body } = await phones.service.request<Page<FetchView>>(`/api/v1/devices/${phone.id}/fetches`);
    const said = body.items.map(({ userAgent, firmware }) => `${userAgent}: ${firmware}`);
    expect(new Set(said)).toEqual(new Set([`${phone.own(vendor.agent)}: ${vendor.firmware}`]));
  });

  it.each(VENDORS.filter(({ openssl }) => openssl))('of $vendor with a key gets what openssl decrypts to the same text (PRV-05)', async (vendor) => {
    const phone = await phoneOf(vendor);
    const file = vendor.asks.at(-1) ?? '';
    const clear = (await phone.ask(file)).body.toString();
    await phones.change(phone.id, {}, { ...LOGIN, asciiKey: ASCII_KEY });
    const sealed = await phone.ask(file);
    const plain = execFileSync('openssl', ['enc', '-d', ...(vendor.openssl ?? [])], { input: sealed.body, stdio: ['pipe', 'pipe', 'ignore'] });
    expect(plain.toString().trimEnd()).toBe(clear.trimEnd());
    expect([sealed.body.includes('canary'), headerOf(sealed, 'content-type')]).toEqual([false, 'application/octet-stream']);
    expect((await phone.ask(file)).body.equals(sealed.body)).toBe(true);
  });

  it.each(VENDORS.filter(({ openssl }) => !openssl))('of $vendor with a key gets nothing, since it is not known how it decrypts (PRV-05)', async (vendor) => {
    const phone = await phoneOf(vendor);
    await phones.change(phone.id, {}, { ...LOGIN, asciiKey: ASCII_KEY });
    const { status, body } = await phone.ask(vendor.asks.at(-1) ?? '');
    expect([status, body.includes('canary')]).toEqual([503, false]);
  });

  it('of Cisco that takes the coding aes128gcm gets its file so, and the same bytes again (PRV-05)', async () => {
    const [cisco] = VENDORS as [Vendor];
    const phone = await phoneOf(cisco);
    await phones.change(phone.id, {}, { ...LOGIN, asciiKey: ASCII_KEY });
    const coded = (): Promise<CurlAnswer> => phone.ask('{mac}.cfg', '-H', 'Accept-Encoding: aes128gcm');
    const given = await coded();
    expect([headerOf(given, 'content-encoding'), headerOf(given, 'vary'), headerOf(given, 'content-type')]).toEqual([
      'aes128gcm',
      'accept-encoding',
      'text/xml; charset=utf-8',
    ]);
    expect([given.body.readUInt32BE(16), given.body[20], given.body.includes('canary'), (await coded()).body.equals(given.body)]).toEqual([
      4_096,
      0,
      false,
      true,
    ]);
    expect((await phone.ask('{mac}.cfg')).body.equals(given.body)).toBe(false);
    const path = `/api/v1/devices/${phone.id}/configs`;
    const { items } = (await phones.service.request<Page<{ readonly id: string }>>(path)).body;
    const explained = await Promise.all(
      items.map(async ({ id }) => (await phones.service.request<{ readonly reproduced: boolean }>(`${path}/${id}`)).body.reproduced),
    );
    expect(explained).toEqual([true, true]);
  });
});

describe('the files of the starters', () => {
  it('that are not the phone’s own hold no secret (PRV-04)', () => {
    const common = starters.flatMap(({ templates }) => templates).filter(({ file }) => !/\{mac\}/i.test(file));
    expect(common.filter(({ text }) => /password|secret|url/i.test(text))).toEqual([]);
  });
});
