import type { Logger } from '@ringfleet/observability';
import kafkajs, { type Admin, type Cluster, type Consumer, type Kafka, type LogEntry, type Producer, type SASLOptions } from 'kafkajs';
import { partitionOf } from '../partition.js';
import { asLogError } from './log-failure.js';

export interface KafkaEventLogOptions {
  /** `host:port` of some brokers; the others are learnt from them. */
  readonly brokers: readonly string[];
  /** Names this process in the brokers' logs and quotas. */
  readonly clientId: string;
  readonly log: Logger;
  readonly sasl?: SASLOptions;
  /** Encrypted connections; certificates that the system does not trust are given here. */
  readonly tls?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  /** How long a member of a group may be silent before its partitions go to others (default 10 s; brokers allow 6 s at least). */
  readonly sessionTimeoutMs?: number;
}

const SESSION_TIMEOUT_MS = 10_000;
/** A partition that waits goes on so much late at most, and a stop takes so long; new records come at once in any case. */
const LONGEST_POLL_MS = 250;
const METADATA_AGE_MS = 60_000;
/** Short first: after a commit the next transaction finds the last one still ending for a few milliseconds. The whole takes about 8 s. */
const RETRY = { initialRetryTime: 4, multiplier: 1.7, factor: 0.2, maxRetryTime: 2_000, retries: 14, restartOnFailure: async () => false };
const TRANSACTION_TIMEOUT_MS = 30_000;

/** Connections for questions, and how many are asked over them just now. */
interface Asking {
  readonly admin: Promise<Admin>;
  questions: number;
}

/** kafkajs as we use it. What fails for the connection is given up after some seconds; whoever needs it for ever makes a new one. */
export class KafkaClient {
  private readonly kafka: Kafka;
  private asking: Asking | undefined;

  constructor(readonly options: KafkaEventLogOptions) {
    const { brokers, clientId, sasl, tls } = options;
    this.kafka = new kafkajs.Kafka({
      brokers: [...brokers],
      clientId,
      ...(sasl && { sasl }),
      ...(tls !== undefined && { ssl: tls }),
      connectionTimeout: 3_000,
      requestTimeout: 30_000,
      retry: RETRY,
      logLevel: kafkajs.logLevel.WARN,
      logCreator: () => (entry) => this.hear(entry),
    });
  }

  /** `meet` is given the connections of the consumer, which kafkajs shows to who shares out partitions alone. */
  consumer(groupId: string, meet: (cluster: Cluster) => void = () => undefined): Consumer {
    const sessionTimeout = this.options.sessionTimeoutMs ?? SESSION_TIMEOUT_MS;
    return this.kafka.consumer({
      groupId,
      sessionTimeout,
      heartbeatInterval: Math.min(1_000, sessionTimeout / 6),
      maxWaitTimeInMs: LONGEST_POLL_MS,
      metadataMaxAge: METADATA_AGE_MS,
      allowAutoTopicCreation: false,
      partitionAssigners: [
        (parts) => {
          meet(parts.cluster);
          return kafkajs.PartitionAssigners.roundRobin(parts);
        },
      ],
      retry: RETRY,
    });
  }

  producer(transactionalId: string): Producer {
    return this.kafka.producer({
      transactionalId,
      transactionTimeout: TRANSACTION_TIMEOUT_MS,
      maxInFlightRequests: 1,
      metadataMaxAge: METADATA_AGE_MS,
      allowAutoTopicCreation: false,
      createPartitioner: () => partitioner,
      retry: RETRY,
    });
  }

  /** Asks the brokers something. After a failure the next question goes over new connections; those that are asked already keep theirs. */
  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const asking = (this.asking ??= { admin: this.connectAdmin(), questions: 0 });
    asking.questions++;
    try {
      return await question(await asking.admin);
    } catch (error) {
      if (this.asking === asking) this.asking = undefined;
      throw asLogError(error);
    } finally {
      asking.questions--;
      if (this.asking !== asking && asking.questions === 0) void asking.admin.then((admin) => admin.disconnect()).catch(() => undefined);
    }
  }

  async close(): Promise<void> {
    const admin = await this.asking?.admin.catch(() => undefined);
    this.asking = undefined;
    await admin?.disconnect();
  }

  private async connectAdmin(): Promise<Admin> {
    const admin = this.kafka.admin({ retry: RETRY });
    await admin.connect();
    return admin;
  }

  /** Only what is known to hold no record: kafkajs adds payloads to some of its lines. What its connections tell is told again, louder, by whoever fails for it. */
  private hear({ namespace, level, log: line }: LogEntry): void {
    const { message, broker, groupId, topic, partition, error, retryCount } = line as Record<string, unknown> & { message: string };
    const context = { says: message, namespace, broker, groupId, topic, partition, retryCount, ...(typeof error === 'string' && { error }) };
    const quiet = level !== kafkajs.logLevel.ERROR || ['Connection', 'BrokerPool', 'Producer', 'Consumer'].includes(namespace);
    this.options.log[quiet ? 'debug' : 'warn'](context, 'the client of the brokers has something to say');
  }
}

/** The same partition as in the other adapter, and as Java's and kafkajs's own producers choose (partition.spec.ts). */
const partitioner = ({ partitionMetadata, message }: { partitionMetadata: readonly unknown[]; message: { key?: Buffer | string | null } }): number =>
  partitionOf(String(message.key ?? ''), partitionMetadata.length);
