// Real: the stack. The short form of many-faults.e2e-spec.ts, for every change.
import { setTimeout as moment } from 'node:timers/promises';
import { type Deployment, openDeployment } from '../../support/deployment.js';
import { randomOf, seedOf } from '../random.js';
import type { Fault } from './fault.js';
import { runningStack } from './running-stack.js';
import { expectSame, lotOf, NOTHING, tryImport } from './trial.js';

const ROWS = 5_000;
const JITTER_MS = 150; // about a chunk

/** A process of inventory, one of files, and Kafka, one after the other. */
const kills: Fault = {
  name: 'kill -9 of inventory, files and Kafka',
  red: ['files', 'inventory'],
  async strike({ imported, random }) {
    for (const [part, place] of [
      ['inventory-1', 0.1],
      ['files-1', 0.2],
      ['kafka', 0.3],
    ] as const) {
      expect(await imported.reaches(place)).toBe(true);
      await moment(random() * JITTER_MS);
      await runningStack.strike(part);
      await runningStack.start(part);
    }
    return 'once each';
  },
};

describe('an import over separate processes', () => {
  const seed = seedOf();
  let ringfleet: Deployment;

  beforeAll(async () => {
    ringfleet = await openDeployment();
  });
  afterAll(() => ringfleet.close());

  it(
    'ends as an undisturbed one when inventory, files and Kafka are killed (IMP-05, IMP-06, IMP-09, IMP-17, EVT-01, EVT-03)',
    async () => {
      const [random, rows] = [randomOf(seed), { count: ROWS, seed }];
      try {
        const undisturbed = await tryImport(ringfleet, NOTHING, { ...rows, lot: lotOf(100) }, random);
        const killed = await tryImport(ringfleet, kills, { ...rows, lot: lotOf(101) }, random);
        expectSame(killed, lotOf(101), undisturbed, lotOf(100));
      } catch (error) {
        throw new Error(`With FAULTS_SEED=${seed}`, { cause: error });
      }
    },
    5 * 60_000,
  );
});
