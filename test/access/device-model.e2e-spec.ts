// Real: every service in this process, requests over HTTP by keys of the provider, two resellers and their customers. The rules are those of model/, plain values.
import fc from 'fast-check';
import { Client } from 'pg';
import { atOnce } from './model/at-once.js';
import { type Chosen, chosenOf, Request } from './model/commands.js';
import { Real } from './model/real.js';
import { expectSame } from './model/same-devices.js';
import { ADMINISTRATOR, type State } from './model/turn.js';
import { plantTree } from './model/plant.js';
import { type AccessWorld, openWorld } from './support/inside.js';

// Another sequence, or a longer one: DEVICE_MODEL_SEED=7 DEVICE_MODEL_COMMANDS=5000
const seed = Number(process.env['DEVICE_MODEL_SEED'] ?? 20_261_122);
const COMMANDS = Number(process.env['DEVICE_MODEL_COMMANDS'] ?? 250);
const COMMAND_MS = 1_000; // at most, on a busy machine

/** How often each is done; what makes and empties devices holds the balance. */
const WEIGHTS = {
  'add device': 6,
  change: 6,
  'take line': 6,
  assign: 4,
  'free line': 3,
  replace: 2,
  manage: 2,
  'remove device': 3,
  refer: 1,
  withdraw: 1,
  available: 1,
  list: 1,
  batch: 2,
  import: 1,
};
const AT_ONCE = 8;

let world: AccessWorld;
let copies: Client;

beforeAll(async () => {
  world = await openWorld();
  copies = new Client({ connectionString: world.databases.get('inventory')?.ownerUrl });
  await copies.connect();
});

afterAll(async () => {
  await copies.end();
  await world.close();
});

class Pair implements fc.AsyncCommand<State, Real> {
  constructor(private readonly chosen: readonly [Chosen, Chosen]) {}
  check = (): boolean => true;
  run = (state: State, real: Real): Promise<void> => atOnce(state, real, this.chosen);
  toString = (): string => `at once ${this.chosen.map((one) => new Request(one).toString()).join(' and ')}`;
}

it(
  `devices are what the rules say after everything that anybody asks, one by one and two at once, and used and free ports are all ports; seed ${seed} (INV-04–09, INV-12, INV-17)`,
  async () => {
    const chosen = chosenOf(WEIGHTS);
    const sum = Object.values(WEIGHTS).reduce((sofar, weight) => sofar + weight, 0);
    const command = fc.oneof(
      { weight: sum, arbitrary: chosen.map((choice) => new Request(choice)) },
      { weight: AT_ONCE, arbitrary: fc.tuple(chosen, chosen).map((pair) => new Pair(pair)) },
    );
    const [commands = []] = fc.sample(fc.array(command, { minLength: COMMANDS, maxLength: COMMANDS }), { seed, numRuns: 1 });
    const real = await Real.start(world, copies, 'd1-');
    const state = await plantTree(world, real);
    for (const [at, one] of commands.entries()) {
      await one.run(state, real).catch((error: unknown) => {
        throw new Error(`Command ${at} of seed ${seed}: ${one.toString()}`, { cause: error });
      });
    }
    await expectSame(state, real, [...state.tree.device.keys()]);
    const listed = await real.ask(ADMINISTRATOR, 'GET', `devices?limit=200&q=${real.prefix}`);
    expect(listed.shows).toEqual(new Set(state.tree.device.keys()));
    expect(real.answers.size).toBeGreaterThan(60);
  },
  60_000 + COMMANDS * COMMAND_MS,
);
