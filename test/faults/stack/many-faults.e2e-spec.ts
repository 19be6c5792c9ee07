// Real: every service in processes of its own, Kafka, MinIO on a small file system, PostgreSQL, nginx; signals to each of them while an import is under way.
import { type Deployment, openDeployment } from '../../support/deployment.js';
import { randomOf, seedOf } from '../random.js';
import { allDoubled } from './doubled-records.js';
import type { Fault } from './fault.js';
import { Report } from './report.js';
import { rollingRestart } from './rolling-restart.js';
import { fullDisk, killsOf, restartsOf, slowConsumer, storeAway } from './strikes.js';
import { expectSame, lotOf, NOTHING, type Trial, tryImport } from './trial.js';

const ROWS = Number(process.env['FAULTS_ROWS'] ?? 50_000);
const KILLS = 10;
const AT_WORK = ['files', 'inventory'];

const FAULTS: readonly Fault[] = [
  restartsOf('kafka', { signal: 'SIGKILL', as: 'Kafka killed and started', red: AT_WORK }, [0.1, 0.5]),
  restartsOf('postgres', { signal: 'SIGQUIT', as: 'PostgreSQL: immediate shutdown and start', red: AT_WORK }, [0.1, 0.5]),
  storeAway,
  fullDisk,
  slowConsumer,
  ...['inventory', 'files', 'directory', 'profiles', 'notifications', 'device-control'].map((service) => killsOf(service, KILLS)),
  allDoubled(),
  rollingRestart, // the last, as it leaves two processes of each service
];

const seed = seedOf();
const random = randomOf(seed);
const report = new Report({ rows: ROWS, seed });
let ringfleet: Deployment;
let undisturbed: Trial;

beforeAll(async () => {
  ringfleet = await openDeployment();
  undisturbed = await tryImport(ringfleet, NOTHING, { count: ROWS, seed, lot: lotOf(0) }, random);
  report.undisturbed(undisturbed);
}, 20 * 60_000);

afterAll(async () => {
  report.write({ isWhole: report.length === FAULTS.length });
  await ringfleet.close();
});

describe(`an import of ${ROWS} rows, FAULTS_SEED=${seed}`, () => {
  it.each(FAULTS.map((fault, index) => ({ fault, lot: lotOf(index + 1), name: fault.name })))(
    'ends as an undisturbed one: $name (IMP-05, IMP-06, IMP-09, IMP-17, EVT-01, EVT-03)',
    async ({ fault, lot }) => {
      await report.about(fault.name, async () => {
        const trial = await tryImport(ringfleet, fault, { count: ROWS, seed, lot }, random);
        expectSame(trial, lot, undisturbed, lotOf(0));
        return trial;
      });
    },
    25 * 60_000,
  );
});
