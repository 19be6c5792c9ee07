import { setTimeout as moment } from 'node:timers/promises';
import { runningStack } from './running-stack.js';

const LOOK_MS = 250;
const IN_A_ROW = 2; // what one service has just sent may make the next one work
const WITHIN_MS = 5 * 60_000;

/** Resolves when every process is ready, nothing waits to be sent, and nothing sent waits to be heard. Rejects with what there still is after five minutes. */
export async function settled(): Promise<void> {
  const late = Date.now() + WITHIN_MS;
  for (let quiet = 0; quiet < IN_A_ROW;) {
    const lacks = (await Promise.all(runningStack.instances().map(unsettled))).flat();
    quiet = lacks.length === 0 ? quiet + 1 : 0;
    if (lacks.length > 0 && Date.now() > late) throw new Error(`Not settled after ${WITHIN_MS / 60_000} minutes: ${lacks.join('; ')}`);
    await moment(LOOK_MS);
  }
}

const WAITING = /^ringfleet_(?:outbox|consumer_lag)_records\{(.*)\} (\S+)$/gm; // ringfleet_outbox_records{service="inventory"} 12

async function unsettled(instance: string): Promise<string[]> {
  const [ready, metrics] = await Promise.all([runningStack.asks(instance, '/ready'), runningStack.asks(instance, '/metrics')]);
  if (!ready?.ok || !metrics?.ok) return [`${instance} is not ready: ${ready?.text ?? 'no answer'}`];
  const waiting = [...metrics.text.matchAll(WAITING)];
  // A gauge whose engine does not answer is left out.
  if (!waiting.some(([line]) => line.startsWith('ringfleet_outbox'))) return [`${instance} does not know its outbox`];
  return waiting.filter(([, , value]) => value !== '0').map(([line]) => `${instance}: ${line}`);
}
