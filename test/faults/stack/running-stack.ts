import { setTimeout as moment } from 'node:timers/promises';
import { end, runs } from '../../../deploy/stack/processes.mjs';
import { Stack } from '../../../deploy/stack/state.mjs';
import { allInstances, ENGINES, instancesOf, startEngine, startInstance } from './parts.mjs';

const LOOK_MS = 20;
const ANSWERS_WITHIN_MS = 2_000;
const STOPS_WITHIN_MS = 30_000;

const recorded = (stack: Stack, part: string): Stack['state']['processes'][string] => {
  const found = stack.state.processes[part];
  if (!found) throw new Error(`There is no ${part} in this stack.`);
  return found;
};

/**
 * The stack in RINGFLEET_STACK, as whoever minds it in production has it: parts are hit by signals and started again with what they had. Starting is all that is
 * ever done for a part after a fault; nothing is mended by hand.
 */
export const runningStack = {
  instances: (): string[] => allInstances(Stack.open()),
  instancesOf: (service: string): string[] => instancesOf(Stack.open(), service),

  /** A signal to the program itself: of an engine below the one that minds it. */
  signal(part: string, signal: NodeJS.Signals): void {
    const { pid, engine = pid } = recorded(Stack.open(), part);
    process.kill(engine, signal);
  },

  /** Ends it by a signal and waits for its end. One that does not run is no error: it was hit before it was up. */
  async strike(part: string, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const target = recorded(Stack.open(), part);
    if (!runs(target)) return;
    runningStack.signal(part, signal);
    if (target.engine === undefined) await end(target, signal, STOPS_WITHIN_MS);
    while (runs(target)) await moment(LOOK_MS);
  },

  /** An engine answers when this resolves; a service is under way. */
  async start(part: string): Promise<void> {
    const stack = Stack.open();
    await (ENGINES.includes(part) ? startEngine(stack, part) : startInstance(stack, part));
  },

  folder: (): string => Stack.open().folder,

  /** Asks a process at its own port: /ready, /metrics. undefined where it does not answer in time. */
  async asks(instance: string, path: string): Promise<{ readonly ok: boolean; readonly text: string } | undefined> {
    try {
      const response = await fetch(`http://127.0.0.1:${Stack.open().state.ports[instance]}${path}`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
      return { ok: response.ok, text: await response.text() };
    } catch {
      return undefined;
    }
  },
};
