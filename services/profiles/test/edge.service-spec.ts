// Real: nginx as deploy/nginx has it for phones, with certificates made by the openssl program; curl; profiles with its PostgreSQL and HTTP.
import { freePort } from '@ringfleet/testing';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { phonesConfig } from '../../../deploy/nginx/phones-config.mjs';
import { Certificates } from './support/certificates.js';
import { basic, curl, type CurlAnswer, digest } from './support/curl.js';
import { type Desk, Desks, LOGIN, type NewDesk, SIGNED_IN } from './support/desks.js';
import { Phones } from './support/phones.js';

const RUN = fileURLToPath(new URL('../../../deploy/engines/run.mjs', import.meta.url));
const SECRET = 'edge-secret-of-thirty-two-letters';
const KEY = 'key-canary';
const TEXT = { file: '{mac}.cfg', format: 'text', text: '{% for line in lines %}{{ line.sipPassword }}{% endfor %}' };

let phones: Phones;
let desks: Desks;
let folder: string;
let certificates: Certificates;
let nginx: ChildProcess;
let edge: string;

beforeAll(async () => {
  phones = await Phones.start({
    settings: {
      RINGFLEET_PROVISIONING_URLS: 'https://phones.example.net,http://phones.example.net',
      RINGFLEET_PROVISIONING_EDGE_SECRET: SECRET,
      RINGFLEET_PROVISIONING_HTTP_MODELS: 'Cisco SPA504G, Grandstream',
    },
  });
  desks = new Desks(phones);
  folder = mkdtempSync(join(tmpdir(), 'ringfleet-edge-'));
  certificates = new Certificates(folder);
  for (const ca of ['vendors', 'others']) certificates.authority(ca);
  certificates.signed('tls', '/CN=localhost', 'others');
  edge = await startEdge();
});
afterAll(async () => {
  const gone = once(nginx, 'exit');
  nginx.kill('SIGTERM');
  await gone;
  rmSync(folder, { recursive: true });
  await phones.stop();
});

async function startEdge(): Promise<string> {
  const port = await freePort();
  writeFileSync(join(folder, 'edge.conf'), `proxy_set_header X-Phone-Edge "${SECRET}";\n`);
  const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((each) => `${each}_temp_path ${folder}/${each};`).join('\n');
  const http = `access_log off;\n${paths}\n${phonesConfig({ listen: `127.0.0.1:${port}`, folder, profiles: [new URL(phones.service.url).host] })}`;
  const user = process.getuid?.() === 0 ? 'user root;' : '';
  writeFileSync(join(folder, 'nginx.conf'), `${user}\nworker_processes 1;\npid ${folder}/nginx.pid;\nevents {}\nhttp {\n${http}\n}\n`);
  const child = spawn(process.execPath, [RUN, 'nginx', '--folder', folder, '--config', join(folder, 'nginx.conf')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '' },
  });
  nginx = child;
  const { done } = await createInterface({ input: child.stdout })[Symbol.asyncIterator]().next();
  if (done) throw new Error('nginx did not start; what it said is above.');
  return `https://localhost:${port}`;
}

const desk = (given: NewDesk = {}): Promise<Desk> => desks.desk({ templates: [TEXT], ...given });

async function ask(to: string, phone: Desk, ...options: readonly string[]): Promise<CurlAnswer> {
  return curl(`${to}/p/${await phones.keyOf(phone.id)}/${phone.mac}.cfg`, '--cacert', join(folder, 'others.pem'), ...options);
}

const presented = (name: string): string[] => ['--cert', join(folder, `${name}.crt`), '--key', join(folder, `${name}.key`)];

/** A certificate of that subject, presented. */
function withCertificate(name: string, subject: string, ca = 'vendors'): string[] {
  certificates.signed(name, subject, ca);
  return presented(name);
}

const seen = ({ status, body }: CurlAnswer): [number, boolean] => [status, body.includes('canary')];

describe('a phone with a certificate of its vendor', () => {
  it('gets its file where the certificate names its own address, and with no other (PRV-04)', async () => {
    const [mine, other] = [await desk(), await desk()];
    const own = withCertificate('own', `/O=Vendor/CN=T54W, MAC: ${mine.mac.toUpperCase()}, Serial: X1`);
    expect(seen(await ask(edge, mine, ...own))).toEqual([200, true]);
    const refused = [
      await ask(edge, other, ...own),
      await ask(edge, mine, ...withCertificate('foreign', `/CN=${mine.mac}`, 'others')),
      await ask(edge, mine, ...withCertificate('part', `/CN=${mine.mac}0`)),
      await ask(edge, mine, ...withCertificate('generic', '/CN=phones.vendor.example')),
      await ask(edge, mine),
      await curl(`${edge}/p/${'0'.repeat(32)}/${mine.mac}.cfg`, '--cacert', join(folder, 'others.pem'), ...own),
    ];
    for (const answer of refused) expect([...seen(answer), answer.body.equals(refused[0]?.body ?? Buffer.alloc(0))]).toEqual([401, false, true]);
  });

  it('of another phone is not let in with the right password either; with one that names none it is (PRV-04)', async () => {
    const [mine, other] = [await desk(), await desk()];
    expect(seen(await ask(edge, mine, ...withCertificate('other', `/CN=${other.mac}`), ...basic('desk:http-canary')))).toEqual([401, false]);
    expect(seen(await ask(edge, mine, ...withCertificate('nobody', '/CN=phones.vendor.example'), ...basic('desk:http-canary')))).toEqual([200, true]);
    expect(seen(await ask(edge, mine, ...SIGNED_IN))).toEqual([200, true]);
  });

  it('of a vendor that has run out, is not in force yet, is forged or its own neither helps it nor harms it: it signs in as if it had none (PRV-04)', async () => {
    const [mine, other] = [await desk({ device: { acceptData: true } }), await desk()];
    certificates.signedFor('expired', `/CN=${mine.mac}`, 'vendors', [2020, 2021]);
    certificates.signedFor('early', `/CN=${mine.mac}`, 'vendors', [2098, 2099]);
    certificates.signedFor('expired-other', `/CN=${other.mac}`, 'vendors', [2020, 2021]);
    certificates.ownSigned('self', `/CN=${mine.mac}`);
    certificates.authority('forger', '/CN=vendors');
    certificates.signed('forged', `/CN=${mine.mac}`, 'forger');
    writeFileSync(join(folder, 'app.log'), 'x'.repeat(100_000));
    const nothing = await ask(edge, mine);
    for (const name of ['expired', 'early', 'expired-other', 'self', 'forged']) {
      const own = presented(name);
      const answer = await ask(edge, mine, ...own);
      expect([name, ...seen(answer), answer.body.equals(nothing.body)]).toEqual([name, 401, false, true]);
      expect([name, ...seen(await ask(edge, mine, ...own, ...SIGNED_IN))]).toEqual([name, 200, true]);
      expect([name, ...seen(await ask(edge, mine, ...own, ...basic('desk:http-canary')))]).toEqual([name, 200, true]);
      expect([name, (await ask(edge, mine, ...own, ...SIGNED_IN, '-T', join(folder, 'app.log'))).status]).toEqual([name, 204]);
      const elsewhere = await curl(`${edge}/api/v1/devices`, '--cacert', join(folder, 'others.pem'), ...own);
      expect([name, elsewhere.status, elsewhere.body.includes('not_found')]).toEqual([name, 404, true]);
    }
  });

  it('does not write itself what the edge says, neither through it nor past it (PRV-04)', async () => {
    const mine = await desk();
    const forged = ['-H', `X-Phone-Certificate: CN=${mine.mac}`];
    const guessed = [...forged, '-H', `X-Phone-Edge: ${'x'.repeat(SECRET.length)}`];
    const answers = [
      await ask(edge, mine, ...forged),
      await ask(edge, mine, ...guessed),
      await ask(phones.service.url, mine, ...forged),
      await ask(phones.service.url, mine, ...guessed),
    ];
    for (const answer of answers) expect(seen(answer)).toEqual([401, false]);
    expect(seen(await ask(phones.service.url, mine, ...forged, '-H', `X-Phone-Edge: ${SECRET}`, '-H', 'X-Forwarded-Proto: https'))).toEqual([200, true]);
  });
});

describe('a phone that comes over http', () => {
  const http = (phone: Desk, ...options: readonly string[]): Promise<CurlAnswer> => ask(phones.service.url, phone, ...options);

  it('gets what is encrypted, by Digest, where its model needs http; nothing in clear, and no other model (PRV-04, PRV-05)', async () => {
    const secrets = { ...LOGIN, asciiKey: KEY };
    const listed = [await desk({ vendor: 'Cisco', name: 'SPA504G', secrets }), await desk({ vendor: 'Grandstream', name: 'GXP2135', secrets })];
    const others = [await desk({ vendor: 'Cisco', name: 'SPA504G' }), await desk({ vendor: 'Cisco', name: '8851', secrets }), await desk()];
    for (const phone of listed) expect(seen(await http(phone, ...SIGNED_IN))).toEqual([200, false]);
    for (const phone of others) {
      const answer = await http(phone, ...SIGNED_IN);
      expect([...seen(answer), answer.body.includes('https_required')]).toEqual([403, false, true]);
      expect((await http(phone, ...SIGNED_IN, '-H', 'X-Forwarded-Proto: https')).status).toBe(200);
    }
  });

  it('is not asked for a password that everybody would hear, nor heard when it calls one; whoever has none learns nothing of the model (PRV-04)', async () => {
    const phone = await desk({ vendor: 'Cisco', name: 'SPA504G', secrets: { ...LOGIN, asciiKey: KEY } });
    const [called, asked, wrong, unknown] = [
      await http(phone, ...basic('desk:http-canary')),
      await http(phone),
      await http(await desk(), ...digest('desk:wrong')),
      await curl(`${phones.service.url}/p/${'0'.repeat(32)}/x.cfg`, ...SIGNED_IN),
    ];
    for (const answer of [called, asked, wrong, unknown]) expect([...seen(answer), answer.headers.includes('Basic')]).toEqual([401, false, false]);
    for (const answer of [asked, wrong, unknown]) expect(answer.body.equals(called.body)).toBe(true);
  });
});
