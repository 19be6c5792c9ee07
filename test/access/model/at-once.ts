// Two requests at once: what comes of them is what came of one after the other, in either order.
import { isDeepStrictEqual } from 'node:util';
import { ASKING, type Chosen, CHANGES_DEVICES } from './commands.js';
import type { Expected, Tree } from './model.js';
import type { Real } from './real.js';
import { isSame } from './same-devices.js';
import { actorOf, asExpected, type Asked, pick, type State, type Turn } from './turn.js';

const APART = 100;

interface Outcome {
  readonly tree: Tree;
  /** In the order of the requests. */
  readonly asked: readonly Asked[];
}

/** Who was too late finds the device gone, or taken: both say so. */
const LATE: readonly Expected[] = [
  { status: 404, code: 'not_found' },
  { status: 409, code: 'taken_meanwhile' },
];
const isLate = ({ status, code }: Expected): boolean => LATE.some((one) => one.status === status && one.code === code);

/** Both are of one device, where the second finds it still. */
export async function atOnce(state: State, real: Real, [one, other]: readonly [Chosen, Chosen]): Promise<void> {
  const turns = [one, { ...other, dice: [one.dice[0] ?? 0, ...other.dice.slice(1)] }].map(
    ({ share, dice }, at): Omit<Turn, 'state'> & { readonly what: string; readonly from: number } => ({
      real,
      dice,
      actor: actorOf(state, share, dice[7] ?? 0),
      what: pick(CHANGES_DEVICES, share) ?? '',
      from: state.made + at * APART,
    }),
  );
  const inOrder = (places: readonly number[]): Outcome => {
    const tree = { ...state.tree, device: new Map(state.tree.device) };
    const asked: Asked[] = [];
    for (const at of places) {
      const turn = turns[at];
      const ask = ASKING[turn?.what ?? ''];
      if (turn && ask) asked[at] = ask({ ...turn, state: { tree, made: turn.from } });
    }
    return { tree, asked };
  };
  const outcomes = [inOrder([0, 1]), inOrder([1, 0])];
  state.made += turns.length * APART;
  const requests = outcomes.map(({ asked }) => asked.map(({ method, path, body }) => ({ method, path, body })));
  // What is picked may depend on what was before; then these are no two requests to send at once.
  if (!isDeepStrictEqual(requests[0], requests[1])) return;
  const answers = await Promise.all((requests[0] ?? []).map(({ method, path, body }, at) => askAnyVersion(real, turns[at], { method, path, body })));
  answers.forEach(({ status, code }, at) => real.answers.add(`at once ${turns[at]?.what} ${status} ${code}`));
  const keys = outcomes.flatMap(({ asked }) => asked.flatMap(({ record }) => record?.key ?? []));
  for (const { tree, asked } of outcomes) {
    if (!asked.every(({ expected }, at) => isAnswered(answers[at], expected)) || !(await isSame({ tree }, real, keys))) continue;
    for (const key of keys) {
      const device = tree.device.get(key);
      if (device) state.tree.device.set(key, device);
      else state.tree.device.delete(key);
    }
    return;
  }
  const told = (expected: Expected | undefined): object => ({ ...expected, codes: [...(expected?.codes ?? [])] });
  const either = outcomes.map(({ asked }) => asked.map(({ expected }) => told(expected)));
  expect({ requests: requests[0], actors: turns.map(({ actor }) => actor), answers: answers.map(told) }).toEqual({ either });
}

const isAnswered = (got: Expected | undefined, expected: Expected): boolean =>
  got !== undefined && (isDeepStrictEqual(asExpected(got, expected), expected) || (isLate(got) && isLate(expected)));

const askAnyVersion = async (
  real: Real,
  turn: Pick<Turn, 'actor'> | undefined,
  { method, path, body }: Pick<Asked, 'method' | 'path' | 'body'>,
): Promise<Expected> => {
  if (!turn) return { status: 0 };
  const { body: _body, ...got } = await real.ask(turn.actor, method, path, body, '*');
  return got;
};
