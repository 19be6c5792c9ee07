import type { EventLog, LogRecord, Producer, ReadOptions, Subscription, SubscriptionOptions, Topic } from '@ringfleet/messaging';

/** A real log with something in between. */
export abstract class EventLogAround implements EventLog {
  constructor(protected readonly inner: EventLog) {}

  abstract subscribe(options: SubscriptionOptions): Promise<Subscription>;

  ensureTopics(topics: readonly Topic[]): Promise<void> {
    return this.inner.ensureTopics(topics);
  }

  topics(): Promise<string[]> {
    return this.inner.topics();
  }

  producer(name: string): Promise<Producer> {
    return this.inner.producer(name);
  }

  read(topic: string, options: ReadOptions): AsyncIterable<LogRecord> {
    return this.inner.read(topic, options);
  }

  check(): Promise<void> {
    return this.inner.check();
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}
