import { once } from 'node:events';
import { CannotGoOn, type Terminal } from '../terminal.js';
import { eventJson, eventLine } from './event-line.js';
import { topicNamed, withHomeLog } from './home-log.js';

export interface TailOptions {
  /** The name of a topic, or of its dead letters: inventory.device.v1.dead */
  readonly topic: string;
  readonly fromStart: boolean;
  readonly json: boolean;
}

const DEAD = /\.dead$/; // 'inventory.device.v1.dead'

/** Shows the events of a topic as they come, until Ctrl-C; in order per key. */
export async function tailEvents(terminal: Terminal, { topic, fromStart, json }: TailOptions): Promise<void> {
  const known = topicNamed(topic.replace(DEAD, ''));
  const show = json ? eventJson : eventLine;
  await withHomeLog(terminal, async (eventLog) => {
    if (!(await eventLog.topics()).includes(topic))
      throw new CannotGoOn(`The event log has no topic ${topic} yet: the service that hears it makes it when it starts.`);
    const records = eventLog.read(topic, { from: fromStart ? 'start' : 'end', follow: true, signal: terminal.interrupted });
    terminal.err.write(`Events of ${topic} ${fromStart ? 'from the oldest kept' : 'from now on'}; Ctrl-C ends.\n`);
    for await (const record of records) {
      if (!terminal.out.write(`${show(known, record)}\n`)) await once(terminal.out, 'drain');
    }
  });
}
