// Real: profiles with its PostgreSQL and HTTP, through whose door strangers try to get. In CI a few thousand requests; SWEEP=65536 tries every address of a slice, by hand: npm run test:sweep.
import { newId } from '@ringfleet/kernel';
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { curl, digest } from './support/curl.js';
import { type DoorAnswer, basicHeader, DoorCaller } from './support/door-caller.js';
import { type Desk, Desks } from './support/desks.js';
import type { Timed, TimedAsk } from './support/door-timer.js';
import { Phones } from './support/phones.js';

const ADDRESSES = Number(process.env['SWEEP'] ?? 1_024);
const IS_LONG = ADDRESSES > 10_000;
const AT_ONCE = 64;
const HONEST = 12;
/** Per side, and how far the chance that a known one takes longer may be from a half: five standard errors, for whoever is slow for another reason. */
const TIMED = IS_LONG ? 6_000 : 200;
const WARM = 50;
const TOGETHER = 50;
const NEAR_HALF = 5 / Math.sqrt(6 * TIMED);
const WRONG = basicHeader('desk:wrong');
const TEXT = { file: '{mac}.cfg', format: 'text', text: 'password = {{ device.httpPassword }}{% for line in lines %} {{ line.sipPassword }}{% endfor %}' };

let phones: Phones;
let caller: DoorCaller;
const known: (Desk & { readonly key: string })[] = [];

beforeAll(async () => {
  phones = await Phones.start();
  caller = new DoorCaller(phones.service.url);
  const desks = new Desks(phones);
  for (let count = 0; count < HONEST; count += 1) {
    const desk = await desks.desk({ templates: [TEXT] });
    known.push({ ...desk, ask: desk.ask.bind(desk), key: await phones.keyOf(desk.id) });
  }
});
afterAll(async () => {
  caller.close();
  await phones.stop();
});

const strangeKey = (): string => randomBytes(16).toString('hex');
const at = (key: string, file: string): string => `/p/${key}/${file}`;
/** All of what is told, but for what differs each time. */
const told = ({ status, headers, body }: DoorAnswer): string => {
  const { date: _date, 'www-authenticate': challenge, 'retry-after': _wait, ...others } = headers;
  return JSON.stringify([status, challenge?.replaceAll(/nonce="[^"]*"/g, ''), Object.entries(others), body]);
};

/** Carries out all, so many at a time. */
async function all<Item>(items: readonly Item[], each: (item: Item) => Promise<void>): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await each(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

describe('a stranger at the door', () => {
  it('gets not one byte for any address of a slice, while each phone of the same site gets its file (PRV-04)', async () => {
    const answers = new Set<string>();
    let canaries = 0;
    const sweep = all(
      Array.from({ length: ADDRESSES }, (_, last) => `001565ab${last.toString(16).padStart(4, '0')}`),
      async (mac) => {
        for (const key of [strangeKey(), mac, known[0]?.mac ?? '']) {
          const answer = await caller.ask(at(key, `${mac}.cfg`), WRONG);
          canaries += answer.body.includes('canary') ? 1 : 0;
          answers.add(told(answer));
        }
      },
    );
    const honest = Promise.all(known.map(({ mac, key }) => curl(`${phones.service.url}${at(key, `${mac}.cfg`)}`, ...digest('desk:http-canary'))));
    await sweep;
    expect((await honest).map(({ status, body }) => [status, body.toString()])).toEqual(known.map(() => [200, 'password = http-canary sip-canary']));
    expect([...answers].map((answer) => (JSON.parse(answer) as [number])[0]).toSorted((one, other) => one - other)).toEqual([401, 429]);
    expect(canaries).toBe(0);
    const last = known.at(-1) as (typeof known)[number];
    expect((await last.ask(`${last.mac}.cfg`, ...digest('desk:http-canary'))).status).toBe(200);
  });

  it('who has one phone’s address and password gets that phone’s file alone, and the same for every other name (PRV-04)', async () => {
    phones.pass(2);
    const [mine] = known as [(typeof known)[number]];
    const answers = new Map<string, number>();
    const names = Array.from({ length: ADDRESSES / 4 }, (_, last) => `001565ab${last.toString(16).padStart(4, '0')}.cfg`).filter(
      (name) => name !== `${mine.mac}.cfg`,
    );
    await all(names, async (name) => {
      const answer = await caller.ask(at(mine.key, name), basicHeader('desk:http-canary'));
      answers.set(told(answer), (answers.get(told(answer)) ?? 0) + 1);
    });
    expect([...answers.values()]).toEqual([names.length]);
    expect([...answers.keys()][0]).toMatch(/^\[404,/);
  });

  it('has no trick of paths or headers, and is told the same whether there is such a phone or not (PRV-04)', async () => {
    phones.pass(2);
    const [mine, other] = known as [(typeof known)[number], (typeof known)[number]];
    const paths = (key: string): string[] => [
      ...[
        '..',
        '%2e%2e',
        '%00',
        '%2F',
        '',
        '.',
        `${mine.mac}.cfg%00`,
        `${mine.mac}.cfg/`,
        `..;/${mine.mac}.cfg`,
        `%2e%2e%2f${mine.mac}.cfg`,
        'x'.repeat(4_000),
      ].map((file) => at(key, file)),
      `/p/${key}//${mine.mac}.cfg`,
      `//p/${key}/${mine.mac}.cfg`,
      `/p/${other.key}/../${key}/${mine.mac}.cfg`,
      `/P/${key}/${mine.mac}.CFG`,
      `/p/${key}/${mine.mac}.cfg?key=${key}&x=%00`,
      `/p/${key}%00/${mine.mac}.cfg`,
    ];
    const { authorization: right } = basicHeader('desk:http-canary');
    const headers: Readonly<Record<string, string>>[] = [
      {},
      { authorization: '' },
      { authorization: 'Basic' },
      { authorization: 'Basic ====' },
      { authorization: `Basic ${'A'.repeat(12_000)}` },
      { authorization: `Digest ${'a="b", '.repeat(1_500)}` },
      { authorization: 'Digest username="desk", realm="phones", nonce="", uri="/", response=""' },
      { authorization: `${right}, ${right}` },
      { authorization: 'Negotiate x' },
      { 'proxy-authorization': right },
      { 'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https', 'x-real-ip': '127.0.0.1' },
      { 'x-forwarded-for': '::1, , x'.repeat(100) },
      { 'x-original-url': at(mine.key, `${mine.mac}.cfg`), 'x-rewrite-url': at(mine.key, `${mine.mac}.cfg`) },
      { 'x-http-method-override': 'GET', 'user-agent': `Yealink SIP-T54W 96.86.0.15 ${mine.mac}` },
      { 'x-phone-certificate': `CN=${mine.mac}`, 'x-phone-edge': '' },
      { host: 'localhost', cookie: `key=${mine.key}` },
    ];
    const asks = (key: string): (() => Promise<DoorAnswer>)[] => [
      ...paths(key).map((path) => () => caller.ask(path, WRONG)),
      ...headers.flatMap((header) => ['GET', 'HEAD', 'PUT'].map((method) => () => caller.ask(at(key, `${mine.mac}.cfg`), header, method))),
    ];
    const strange = strangeKey();
    const nowhere = asks(strange);
    for (const [trick, ask] of asks(mine.key).entries()) {
      phones.pass(2); // each is heard, none is told to wait
      const there = await ask();
      const elsewhere = (await nowhere[trick]?.()) ?? there;
      expect(told(there).replaceAll(mine.key, 'KEY')).toBe(told(elsewhere).replaceAll(strange, 'KEY'));
      expect([there.status >= 400 && there.status < 500, there.body.includes('canary')]).toEqual([true, false]);
    }
    const rightTricks = await Promise.all(paths(mine.key).map((path) => caller.ask(path, basicHeader('desk:http-canary'))));
    expect(rightTricks.filter(({ status }) => status >= 500)).toEqual([]);
    expect(rightTricks.filter(({ body }, trick) => body.includes('canary') && !/\.cfg\/?(\?|$)/i.test(paths(mine.key)[trick] ?? ''))).toEqual([]);
  });

  it('does not learn from the time that an answer takes whether there is such a phone (PRV-04)', async () => {
    const strange = known.map(strangeKey);
    const timer = new Worker(new URL('support/door-timer.ts', import.meta.url), { workerData: phones.service.url });
    const times: { readonly isKnown: boolean; readonly took: number }[] = [];
    for (let asked = 0; asked < WARM + 2 * TIMED; asked += TOGETHER) {
      phones.pass(2);
      const kinds = Array.from({ length: TOGETHER }, () => randomInt(2) === 0);
      const asks = kinds.map((isKnown): TimedAsk => {
        const key = (isKnown ? known.map((desk) => desk.key) : strange)[randomInt(HONEST)] ?? '';
        // Of another network each time, so that none is told to wait.
        const from = { ...WRONG, 'x-forwarded-for': `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}` };
        return { path: at(key, `${newId()}.cfg`), headers: from };
      });
      timer.postMessage(asks);
      const [answers] = (await once(timer, 'message')) as [readonly Timed[]];
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
      if (asked >= WARM) times.push(...answers.map(({ took }, one) => ({ isKnown: kinds[one] ?? false, took })));
    }
    await timer.terminate();
    expect(Math.abs(longerWhenKnown(times) - 0.5)).toBeLessThan(NEAR_HALF);
  });

  /** The chance that a known one takes longer than an unknown one: Mann and Whitney's U by the number of pairs. */
  function longerWhenKnown(times: readonly { readonly isKnown: boolean; readonly took: number }[]): number {
    let [below, longer] = [0, 0];
    for (const { isKnown } of times.toSorted((one, other) => one.took - other.took)) {
      if (isKnown) longer += below;
      else below += 1;
    }
    return longer / (below * (times.length - below));
  }
});
