// Real: the program as built, on a home of its own, whose databases, files and words are all read; curl as the phone. A word is planted in every secret field and looked for everywhere, in clear, base64 and hex.
import { freePort } from '@ringfleet/testing';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from '../support/api.js';
import { Canary } from '../support/canary.js';
import { filesWith, formsOf, holds, rowsWith, type Superuser } from '../support/planted.js';
import { RingfleetProcess } from '../support/ringfleet-process.js';

let ringfleet: RingfleetProcess;
let administrator: Api;

beforeAll(async () => {
  ringfleet = await RingfleetProcess.start({ env: { RINGFLEET_PHONES_PORT: String(await freePort()) } }); // phones come to threads
  administrator = await Api.signIn(ringfleet.credentials.url, ringfleet.credentials);
});
afterAll(async () => {
  await ringfleet.stop();
  rmSync(ringfleet.home, { recursive: true, force: true });
});

function superuser(): Superuser {
  const { port, passwords } = JSON.parse(readFileSync(join(ringfleet.home, 'postgres/access.json'), 'utf8')) as {
    readonly port: number;
    readonly passwords: Readonly<Record<string, string>>;
  };
  return { port, user: 'ringfleet', password: passwords['ringfleet'] ?? '' };
}

describe('a word planted in every secret field', () => {
  it('is in what the phone gets, and nowhere else: no answer, error list, export, event, row, file or log (PRV-03)', async () => {
    const canary = new Canary(administrator);
    const deviceId = await canary.sing();
    const [device] = await administrator.devices('Canary phone');
    expect(device?.id).toBe(deviceId);
    expect(canary.answersWith()).toEqual([]);
    expect(await rowsWith(superuser(), canary.forms)).toEqual([]);
    // What is no secret is found so: in answers, in spreadsheets, in rows of services, in events, in files.
    const plain = formsOf('Canary phone');
    expect(canary.answersWith(plain)).toEqual(expect.arrayContaining(['export as csv', 'export as xlsx']));
    expect(canary.answersWith(formsOf('Canary rejected'))).toEqual(expect.arrayContaining(['errors as csv', 'errors as xlsx']));
    const databases = (await rowsWith(superuser(), plain)).map((row) => row.split(' ')[0]);
    expect(databases).toEqual(expect.arrayContaining(['inventory', 'log', 'profiles']));
    await ringfleet.stop();
    expect(filesWith(ringfleet.home, canary.forms)).toEqual([]);
    expect(filesWith(ringfleet.home, plain).length).toBeGreaterThan(2);
    expect(holds(ringfleet.output, canary.forms)).toBe(false);
  });
});
