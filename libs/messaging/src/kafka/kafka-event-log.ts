import type { EventLog, LogRecord, Producer, ReadOptions, Subscription, SubscriptionOptions, Topic } from '../event-log.js';
import { Fenced } from '../event-log.js';
import { LastingSubscription } from '../lasting-subscription.js';
import { KafkaClient, type KafkaEventLogOptions } from './kafka-client.js';
import { kafkaMembership } from './kafka-membership.js';
import { KafkaProducer } from './kafka-producer.js';
import { offsetsOf } from './offsets.js';
import { readTopic } from './read-topic.js';
import { allTopics, ensureTopics } from './topics.js';

export type { KafkaEventLogOptions } from './kafka-client.js';

/** The event log in Kafka: a group is a consumer group, a producer's name its transactional id. Why kafkajs: deploy/docs/decisions/kafka-client.md. */
export class KafkaEventLog implements EventLog {
  private readonly client: KafkaClient;
  /** Topics that were seen to be there. */
  private readonly known = new Set<string>();
  private readonly producers = new Map<string, KafkaProducer>();
  private readonly subscriptions = new Set<LastingSubscription>();

  constructor(private readonly options: KafkaEventLogOptions) {
    this.client = new KafkaClient(options);
  }

  async ensureTopics(topics: readonly Topic[]): Promise<void> {
    const made = await this.client.ask((admin) => ensureTopics(admin, topics));
    await Promise.all(made.map(({ name }) => offsetsOf(this.client, name))); // their leaders are told of before they serve
    // Made, if by another instance: a broker may not tell of a new topic for a moment, and is asked again where that matters.
    for (const { name } of topics) this.known.add(name);
  }

  async topics(): Promise<string[]> {
    const topics = await this.client.ask(allTopics);
    return topics.flatMap(({ name }) => (name.startsWith('__') ? [] : name)).toSorted(); // __consumer_offsets and its like are Kafka's own
  }

  async producer(name: string): Promise<Producer> {
    const producer = await KafkaProducer.begin(this.client, name, this.haveTopics);
    const older = this.producers.get(name);
    this.producers.set(name, producer);
    await older?.end(new Fenced(`A newer producer ${name} has taken over.`));
    return producer;
  }

  async subscribe(options: SubscriptionOptions): Promise<Subscription> {
    await this.haveTopics(options.topics);
    const subscription = new LastingSubscription(options, kafkaMembership(this.client, this.options.log, options), this.options.log);
    this.subscriptions.add(subscription);
    void subscription.ended.then(() => this.subscriptions.delete(subscription));
    return subscription;
  }

  async *read(topic: string, options: ReadOptions): AsyncIterable<LogRecord> {
    await this.haveTopics([topic]);
    yield* readTopic(this.client, topic, options);
  }

  async check(): Promise<void> {
    await this.client.ask((admin) => admin.describeCluster());
  }

  async close(): Promise<void> {
    await Promise.all([...this.subscriptions].map((subscription) => subscription.stop()));
    await Promise.all([...this.producers.values()].map((producer) => producer.end(new Error('The event log was closed.'))));
    await this.client.close();
  }

  private readonly haveTopics = async (topics: readonly string[]): Promise<void> => {
    if (topics.every((topic) => this.known.has(topic))) return;
    for (const { name } of await this.client.ask(allTopics)) this.known.add(name);
    const unknown = topics.find((topic) => !this.known.has(topic));
    if (unknown !== undefined) throw new Error(`The event log has no topic ${unknown}; its service makes it at start.`);
  };
}
