// Real: profiles with its PostgreSQL, event log and HTTP. What inventory says of devices and their secrets is said by the test; its clock stands until it is turned.
import { newId } from '@ringfleet/kernel';
import { basicHeader } from './support/door-caller.js';
import { Phones } from './support/phones.js';

const DAY = 24 * 60;
const TWO_DAYS = 2 * DAY;

let phones: Phones;

beforeAll(async () => {
  phones = await Phones.start();
});
afterAll(() => phones.stop());

/** A device whose phone has the login "u1:A". */
async function phone(more: object = {}): Promise<string> {
  const id = await phones.device({ acceptData: true, ...more });
  await phones.change(id, {}, { httpUsername: 'u1', httpPassword: 'A' });
  return id;
}

/** Those of the logins that let a phone in: it brings a file. */
async function letIn(id: string, ...logins: readonly string[]): Promise<string[]> {
  const url = `${phones.service.url}/p/${await phones.keyOf(id)}/app.log`;
  const statuses: number[] = [];
  for (const login of logins) {
    const response = await fetch(url, { method: 'PUT', body: 'x', headers: basicHeader(login) });
    await response.text();
    statuses.push(response.status);
  }
  expect(statuses.filter((status) => ![204, 401].includes(status))).toEqual([]);
  return logins.filter((_, at) => statuses[at] === 204);
}

describe('a login that is changed again before its overlap is over', () => {
  it('leaves in who has the first one, who has the one before and who has the new one (PRV-13)', async () => {
    const id = await phone();
    await phones.change(id, {}, { httpUsername: 'u2' });
    phones.pass(5);
    await phones.change(id, {}, { httpPassword: 'B' });
    const [first, middle, last] = ['u1:A', 'u2:A', 'u2:B'];
    expect(await letIn(id, first, middle, last, 'u1:B', 'u3:A')).toEqual([first, middle, last]);
    await phones.change(id, {}, { secret: 'something else' });
    expect(await letIn(id, first, middle, last)).toEqual([first, middle, last]);
    await phones.change(id, {}, { httpPassword: 'C' });
    await phones.change(id, {}, { httpPassword: 'D' });
    expect(await letIn(id, first, middle, last, 'u2:C', 'u2:D')).toEqual([first, 'u2:C', 'u2:D']);
  });

  it('ends each of them two days after it was changed, and no sooner for the next change (PRV-13)', async () => {
    const id = await phone();
    await phones.change(id, {}, { httpPassword: 'B' });
    phones.pass(DAY);
    await phones.change(id, {}, { httpPassword: 'C' });
    phones.pass(DAY - 2);
    expect(await letIn(id, 'u1:A', 'u1:B', 'u1:C')).toEqual(['u1:A', 'u1:B', 'u1:C']);
    phones.pass(1);
    expect(await letIn(id, 'u1:A', 'u1:B', 'u1:C')).toEqual(['u1:B', 'u1:C']);
    await phones.change(id, {}, { httpPassword: 'D' });
    expect(await letIn(id, 'u1:A', 'u1:B', 'u1:C', 'u1:D')).toEqual(['u1:B', 'u1:C', 'u1:D']);
    phones.pass(DAY);
    expect(await letIn(id, 'u1:A', 'u1:B', 'u1:C', 'u1:D')).toEqual(['u1:C', 'u1:D']);
    phones.pass(TWO_DAYS);
    expect(await letIn(id, 'u1:A', 'u1:B', 'u1:C', 'u1:D')).toEqual(['u1:D']);
  });

  it('keeps what serves where both changes are heard at once (PRV-13)', async () => {
    const id = await phone();
    await phones.changeTwice(id, { httpUsername: 'u2' }, { httpPassword: 'B' });
    expect(await letIn(id, 'u1:A', 'u2:A', 'u2:B')).toEqual(['u1:A', 'u2:A', 'u2:B']);
  });

  it('ends all of them with its password (PRV-13)', async () => {
    const id = await phone();
    await phones.change(id, {}, { httpPassword: 'B' });
    await phones.change(id, {}, { httpPassword: 'C' });
    await phones.change(id, {}, { httpPassword: undefined });
    await phones.change(id, {}, { httpPassword: 'D' });
    expect(await letIn(id, 'u1:A', 'u1:B', 'u1:C', 'u1:D')).toEqual(['u1:D']);
  });
});

describe('a device that goes from one reseller to another', () => {
  it('lets in nobody with what the one before knew, whatever is changed after (INV-05, PRV-13)', async () => {
    const id = await phone({ managedBy: newId() });
    await phones.change(id, {}, { httpPassword: 'B' });
    await phones.change(id, {}, { httpPassword: 'C' });
    await phones.change(id, { managedBy: newId() }, { httpPassword: 'renewed' });
    const known = ['u1:A', 'u1:B', 'u1:C'];
    expect(await letIn(id, ...known, 'u1:renewed')).toEqual(['u1:renewed']);
    await phones.change(id, {}, { httpPassword: 'D' });
    expect(await letIn(id, ...known, 'u1:renewed', 'u1:D')).toEqual(['u1:renewed', 'u1:D']);
    await phones.change(id, {}, { httpPassword: 'E' });
    expect(await letIn(id, ...known, 'u1:renewed', 'u1:D', 'u1:E')).toEqual(['u1:renewed', 'u1:D', 'u1:E']);
  });
});
