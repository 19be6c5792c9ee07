// Real: every service in this process, requests over HTTP by keys and by people who signed in with a password. The rules are those of model/, plain values without a database.
import fc from 'fast-check';
import { Client } from 'pg';
import { type Chosen, chosen, planting, Request } from './model/commands.js';
import { plantRoots } from './model/plant.js';
import { Real } from './model/real.js';
import type { State } from './model/turn.js';
import { type AccessWorld, openWorld } from './support/inside.js';

const isLong = process.env['ACCESS_MODEL'] === 'long';
const seed = Number(process.env['ACCESS_MODEL_SEED'] ?? (isLong ? Date.now() % 0x7fffffff : 20_261_121));
const [RUNS, COMMANDS, SECONDS] = isLong ? [200, 120, 900] : [12, 60, 35];

const KINDS_OF_ANSWERS = 25;

let world: AccessWorld;
let copies: Client;
const runs: Real[] = [];

beforeAll(async () => {
  world = await openWorld();
  copies = new Client({ connectionString: world.databases.get('inventory')?.ownerUrl });
  await copies.connect();
});

afterAll(async () => {
  await copies.end();
  await world.close();
});

async function planted(first: readonly Chosen[]): Promise<{ model: State; real: Real }> {
  const real = await Real.start(world, copies, `m${runs.length + 1}-`);
  runs.push(real);
  const model = await plantRoots(world, real);
  for (const choice of first) await Request.byAdministrator(choice).run(model, real);
  return { model, real };
}

it(
  `every answer is what the rules say, and the explanation says so too; seed ${seed} (DIR-01–07, INV-04–08)`,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        planting,
        fc.commands([chosen.map((choice) => new Request(choice))], { maxCommands: COMMANDS, size: 'max' }),
        async (first, commands) => {
          await fc.asyncModelRun(() => planted(first), commands);
        },
      ),
      { seed, numRuns: RUNS, interruptAfterTimeLimit: SECONDS * 1_000, markInterruptAsFailure: false, endOnFailure: !isLong },
    );
    // Not by asking for nothing.
    expect(new Set(runs.flatMap(({ answers }) => [...answers])).size).toBeGreaterThan(KINDS_OF_ANSWERS);
  },
  (SECONDS + 120) * 1_000,
);
