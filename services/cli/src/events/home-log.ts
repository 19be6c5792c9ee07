import type { DescMessage } from '@bufbuild/protobuf';
import { type TopicOf, topics } from '@ringfleet/contracts';
import { type EventLog, isTransient } from '@ringfleet/messaging';
import { createLogger } from '@ringfleet/observability';
import { BadEnvironment, HomeNotRunning, openOperatorEventLog } from '@ringfleet/runtime';
import { homeOf } from '../connection/service-key.js';
import { CannotGoOn, type Terminal } from '../terminal.js';

/** Every topic there is. */
export const TOPICS: readonly TopicOf<DescMessage>[] = Object.values(topics);

/** Throws `CannotGoOn` with the names there are. */
export function topicNamed(name: string): TopicOf<DescMessage> {
  const topic = TOPICS.find((known) => known.name === name);
  if (topic) return topic;
  throw new CannotGoOn(`There is no topic '${name}'. Topics are:\n${TOPICS.map((known) => `  ${known.name}`).join('\n')}`);
}

/** Does the work with the event log of the home in which Ringfleet runs, or with that at RINGFLEET_KAFKA_BROKERS. */
export async function withHomeLog<T>(terminal: Terminal, work: (eventLog: EventLog) => Promise<T>): Promise<T> {
  const log = createLogger({ service: 'cli', level: 'error', destination: { write: (line) => void terminal.err.write(line) } });
  const eventLog = await openOperatorEventLog(terminal.env, homeOf(terminal), log).catch((error: unknown) => {
    throw error instanceof HomeNotRunning || error instanceof BadEnvironment ? new CannotGoOn(error.message) : error;
  });
  try {
    return await work(eventLog);
  } catch (error) {
    if (!(error instanceof Error) || !isTransient(error)) throw error;
    throw new CannotGoOn(`The event log does not answer any more (${error.message}). Does Ringfleet still run?`);
  } finally {
    await eventLog.close();
  }
}
