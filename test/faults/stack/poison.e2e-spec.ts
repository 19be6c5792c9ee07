// Real: the stack; records that no service can read, between those of an import that is under way.
import { topics } from '@ringfleet/contracts';
import { type DeadLetter, type EventLog, listDeadLetters } from '@ringfleet/messaging';
import { tmpdir } from 'node:os';
import { setTimeout as moment } from 'node:timers/promises';
import { CommandLine } from '../../support/command-line.js';
import { type Deployment, openDeployment } from '../../support/deployment.js';
import { mixedFile } from '../mixed-rows.js';
import { seedOf } from '../random.js';
import { ImportUnderWay } from './import-under-way.js';
import { settled } from './settled.js';
import { accounted, lotOf } from './trial.js';

const LOOK_MS = 250;
const ROWS = 5_000;
const lot = lotOf(120);

/** Of each of these one record is poison, under the key of the import: in the partition where its own go. */
const HEARD = [
  { topic: topics.importRows.name, group: 'inventory' },
  { topic: topics.importOutcomes.name, group: 'files' },
];

let ringfleet: Deployment;
let log: EventLog;

beforeAll(async () => {
  ringfleet = await openDeployment();
  log = await ringfleet.openEventLog();
});

afterAll(async () => {
  await log.close();
  await ringfleet.close();
});

/** The dead letter of that key in a topic, as soon as it is there, other than the one that is known. */
async function deadLetter(topic: string, key: string, known = ''): Promise<DeadLetter> {
  for (;;) {
    const found = (await listDeadLetters(log, { topic })).find((letter) => letter.key === key && letter.id !== known);
    if (found) return found;
    await moment(LOOK_MS);
  }
}

async function resent(id: string): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
  const called = CommandLine.call(['dead-letters', 'resend', id], { operator: ringfleet.operator, folder: tmpdir() });
  const code = await called.ended;
  return { code, out: called.out, err: called.err };
}

describe('a poison message in the midst of an import', () => {
  it(
    'is put aside with its reason, the partition moves on, and it can be sent again (EVT-04)',
    async () => {
      const { administrator } = ringfleet;
      const imported = new ImportUnderWay(administrator, await administrator.accepted(mixedFile(ROWS, seedOf(), lot)));
      const key = imported.id;
      const producer = await log.producer('poisoner');
      await producer.append(HEARD.map(({ topic }) => ({ topic, key, value: new Uint8Array([255]), headers: { ce_id: `poison-${key}` } })));
      await imported.ended();
      for (const { topic, group } of HEARD) {
        const letter = await deadLetter(topic, key);
        expect(letter).toMatchObject({ group, value: new Uint8Array([255]), reason: expect.stringMatching(/Error: .+/) as string }); // 'RangeError: premature EOF'
        expect(await resent(letter.id)).toMatchObject({ code: 0, out: `Sent again: ${letter.id}  key ${key}\n` });
        const again = await deadLetter(topic, key, letter.id); // nothing is mended, so it was heard again and refused again
        expect(again).toMatchObject({ group, reason: letter.reason });
      }
      await settled();
      await accounted(administrator, log, key, lot);
    },
    10 * 60_000,
  );
});
