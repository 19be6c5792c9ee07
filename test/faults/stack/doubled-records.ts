import { topics } from '@ringfleet/contracts';
import type { EventLog, OutgoingRecord, Producer } from '@ringfleet/messaging';
import { setTimeout as moment } from 'node:timers/promises';
import type { Fault } from './fault.js';

const MARK = 'test_again';
const LOOK_MS = 100;

/** Appends every record of a topic that has come since then a second time, on whichever place it gets. */
class Doubler {
  private waiting: OutgoingRecord[] = [];
  private doubled = 0;
  private readonly stopped = new AbortController();
  private readonly work: Promise<unknown>;

  private constructor(
    private readonly log: EventLog,
    private readonly topic: string,
    private readonly since: Date,
    producer: Producer,
  ) {
    this.work = Promise.all([this.read(), this.append(producer)]);
    this.work.catch(() => undefined); // told by finish
  }

  static async start(log: EventLog, topic: string, since: Date): Promise<Doubler> {
    return new Doubler(log, topic, since, await log.producer(`doubler-${topic}`));
  }

  /** Resolves when all that there is now has been doubled; how many. */
  async finish(): Promise<number> {
    let records = 0;
    for await (const { headers, timestamp } of this.log.read(this.topic, { from: 'start', follow: false })) {
      if (headers[MARK] === undefined && timestamp >= this.since) records++;
    }
    while (this.doubled < records) await Promise.race([moment(LOOK_MS), this.work]);
    this.stopped.abort();
    await this.work;
    return this.doubled;
  }

  /** From the start, so that none is missed until the reader has its place. */
  private async read(): Promise<void> {
    for await (const { topic, key, value, headers, timestamp } of this.log.read(this.topic, { from: 'start', follow: true, signal: this.stopped.signal })) {
      if (headers[MARK] !== undefined || timestamp < this.since) continue;
      this.waiting.push({ topic, key, value, headers: { ...headers, [MARK]: 'yes' } });
    }
  }

  private async append(producer: Producer): Promise<void> {
    while (!this.stopped.signal.aborted) {
      const records = this.waiting.splice(0, 100);
      if (records.length > 0) await producer.append(records);
      else await moment(LOOK_MS);
      this.doubled += records.length;
    }
  }
}

/** Each record of each topic is there twice. */
export function allDoubled(): Fault {
  let doublers: readonly Doubler[] = [];
  const since = { time: new Date(0) };
  return {
    name: 'all messages doubled',
    red: [],
    async prepare(log) {
      since.time = new Date();
      doublers = await Promise.all(Object.values(topics).map(({ name }) => Doubler.start(log, name, since.time)));
    },
    async strike({ imported }) {
      await imported.ended();
      let records = 0;
      for (const doubler of doublers) records += await doubler.finish();
      return `${records} records`;
    },
  };
}
