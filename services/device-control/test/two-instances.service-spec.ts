// Real: two instances of device-control, one in a process that is killed; Kamailio, phones over UDP, PostgreSQL, the event log.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@ringfleet/kernel';
import { Child, type Kamailio, Phone, startKamailio } from '@ringfleet/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { Client } from 'pg';
import { FOLLOWING } from '../src/bindings/follow-registrar.js';
import { Control } from './support/control.js';

const INSTANCE = fileURLToPath(new URL('support/instance.ts', import.meta.url));
const PHONES = 4;
// Slow, so that the first is killed before it has told all of them.
const SETTINGS = { RINGFLEET_CONTROL_SITE_PER_SECOND: '1' };

let kamailio: Kamailio;
let control: Control;
let database: Client;
let objects: string;
let other: Child | undefined;
const phones: Phone[] = [];

beforeAll(async () => {
  kamailio = await startKamailio();
  control = await Control.start(kamailio, SETTINGS);
  objects = await mkdtemp(join(tmpdir(), 'ringfleet-objects-'));
  database = new Client({ connectionString: control.service.database.appUrl });
  await database.connect();
});
afterAll(async () => {
  for (const phone of phones) phone.close();
  await other?.kill();
  await database.end();
  await control.stop();
  await kamailio.remove();
  await rm(objects, { recursive: true });
});

/** The other instance leads from now on, and this one waits for its end. */
async function startOther(): Promise<Child> {
  await control.service.running().stop();
  const env = {
    ...kamailio.environment,
    ...SETTINGS,
    DATABASE_URL: control.service.database.appUrl,
    EVENT_LOG_URL: control.service.eventLogUrl,
    OBJECTS: objects,
  };
  other = Child.start(INSTANCE, [], env);
  await other.said();
  const leads = `select from pg_locks where locktype = 'advisory' and objid = ${FOLLOWING} and granted and database = (select oid from pg_database where datname = current_database())`;
  while ((await database.query(leads)).rowCount === 0) await pause(20);
  await control.service.restart();
  return other;
}

async function here(mac: string, siteId: string): Promise<{ readonly id: string; readonly phone: Phone }> {
  const id = await control.device({ mac, siteId, modelId });
  const phone = await Phone.at(kamailio.port, { user: `u${mac}`, mac });
  phones.push(phone);
  await phone.register(600);
  return { id, phone };
}

let modelId: string;

describe('of two instances', () => {
  it('the other one follows the registrar when the first is killed, and tells on where that one was: no phone twice (CTL-03, CTL-04)', async () => {
    modelId = await control.model({ resyncEvent: 'check-sync' });
    const siteId = newId();
    const first = await startOther();
    const all: Awaited<ReturnType<typeof here>>[] = [];
    for (let count = 0; count < PHONES; count++) all.push(await here(`001565DD000${count}`, siteId));
    for (const { id } of all) await control.until(id, ({ status }) => status === 'registered');
    const asked = { method: 'POST', body: { kind: 'resync', ids: all.map(({ id }) => id), waitSeconds: 600 } };
    const { body } = await control.service.request<{ id: string }>('/api/v1/operations', asked);
    await control.untilOperation(body.id, ({ counts }) => (counts.sent ?? 0) > 0);
    await first.kill();
    const killedAt = Date.now();
    const { id: late } = await here('001565DD0010', siteId);
    await control.until(late, ({ status }) => status === 'registered');
    expect(Date.now() - killedAt).toBeLessThan(30_000);
    const outcomes = await control.outcomes(body.id);
    const ended = all.map(({ id, phone }) => ({ outcome: outcomes.get(id)?.[0], told: phone.received.length }));
    // One that was being told at that moment is not told again, and counts as timed out.
    expect(ended.filter(({ outcome, told }) => !(outcome === 'sent' && told === 1) && !(outcome === 'timed_out' && told <= 1))).toEqual([]);
    expect(ended.filter(({ outcome }) => outcome === 'timed_out').length).toBeLessThanOrEqual(1);
  });
});
