import { Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { BaseRpcContext, type CustomTransportStrategy, EventPattern, type MessageHandler, Server } from '@nestjs/microservices';
import type { Logger } from '@ringfleet/observability';
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs';
import { type BatchHandler, Consumer } from './consumer.js';
import type { EventLog, LogRecord, More, Topic } from './event-log.js';

/** What a handler may ask about its batch, with `@Ctx()`. */
export class BatchContext extends BaseRpcContext<[signal: AbortSignal, more: More]> {
  /** Aborts when another instance has taken the partition over: what is done then is done twice. */
  get signal(): AbortSignal {
    return this.getArgByIndex(0);
  }

  /** The records of the batch, which grows by what has come behind them meanwhile: for a handler that loses by beginning anew. */
  async *growing(records: readonly LogRecord[]): AsyncGenerator<LogRecord> {
    const [, more] = this.getArgs();
    for (let some = records; some.length > 0; some = await more()) yield* some;
  }
}

/** Lets a handler's error through as it was: dead letters say the real reason, and failures of machinery are told from it. */
@Catch()
class RethrowFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type BatchMethod = (records: readonly LogRecord[], context: BatchContext) => Promise<void>;
type HearsDecorator = <T extends BatchMethod>(target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<T>) => void;

/** Marks the one handler of a topic in a service: it gets batches of one partition, `(@Payload() records: readonly LogRecord[])`, and may ask for `@Ctx() context: BatchContext`. */
export function Hears(topic: { readonly name: string }): HearsDecorator {
  return (target, key, descriptor) => {
    EventPattern(topic.name)(target, key, descriptor as PropertyDescriptor);
    UseFilters(new RethrowFilter())(target, key, descriptor);
  };
}

export interface EventLogServerOptions {
  readonly eventLog: EventLog;
  /** The service's name. */
  readonly group: string;
  /** What its card says it hears; a topic without a handler, or a handler without a topic, is an error at start. */
  readonly topics: readonly Topic[];
  readonly log: Logger;
}

/** Nest's handlers over the event log: batches instead of single messages, and failures that are not lost (design.md §5). */
export class EventLogServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors: boolean = true;
  private consumer: Consumer | undefined;

  constructor(private readonly options: EventLogServerOptions) {
    super();
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      await this.start();
    } catch (error) {
      callback(error);
      return;
    }
    callback();
  }

  /** Resolves when the group has passed what was the end of its topics when this was called. */
  async caughtUp(): Promise<void> {
    await this.consumer?.caughtUp();
  }

  /** Records that the group has not passed, of one topic or of all; for metrics. */
  async lag(topic?: string): Promise<bigint> {
    return this.consumer ? this.consumer.lag(topic) : 0n;
  }

  async close(): Promise<void> {
    await this.consumer?.stop();
  }

  on(): never {
    throw new Error('The event log server says nothing of its own.');
  }

  unwrap(): never {
    throw new Error('There is no server below the event log server.');
  }

  private async start(): Promise<void> {
    const { eventLog, group, topics, log } = this.options;
    const heard = topics.map(({ name }) => name);
    const silent = heard.filter((name) => !this.messageHandlers.has(name));
    if (silent.length > 0) throw new Error(`${group} says in service.ts that it hears ${silent.join(', ')}, but has no handler: mark one with @Hears.`);
    const handlers = new Map([...this.messageHandlers].map(([topic, handler]) => [topic, this.checked(topic, handler)]));
    const consumer = new Consumer({ eventLog, group, handlers, log });
    await consumer.start();
    this.consumer = consumer;
  }

  private checked(topic: string, handler: MessageHandler): BatchHandler {
    const { group, topics } = this.options;
    if (handler.next) throw new Error(`${group} has two handlers for ${topic}: a group reads a topic once.`);
    if (!topics.some(({ name }) => name === topic)) throw new Error(`${group} has a handler for ${topic}, but service.ts does not say that it hears it.`);
    return async (records, signal, more) => {
      const result: unknown = await handler(records, new BatchContext([signal, more]));
      if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
    };
  }
}
