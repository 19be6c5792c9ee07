import { applyDecorators, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { type CustomTransportStrategy, EventPattern, type MessageHandler, Server } from '@nestjs/microservices';
import type { Logger } from '@ringfleet/observability';
import { isObservable, lastValueFrom, type Observable, throwError } from 'rxjs';
import { Consumer } from './consumer.js';
import { deadTopicOf } from './dead-letters.js';
import type { EventLog, LogRecord, Topic } from './event-log.js';

/** Lets a handler's error through as it was: dead letters say the real reason, and failures of machinery are told from it. */
@Catch()
class RethrowFilter implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

type HearsDecorator = (target: object, key: string | symbol, descriptor: TypedPropertyDescriptor<(records: readonly LogRecord[]) => Promise<void>>) => void;

/** Marks the one handler of a topic in a service: it gets batches, `(@Payload() records: readonly LogRecord[])`. */
export function Hears(topic: { readonly name: string }): HearsDecorator {
  return applyDecorators(EventPattern<string>(topic.name), UseFilters(new RethrowFilter()));
}

export interface EventLogServerOptions {
  readonly eventLog: EventLog;
  /** The service's name. */
  readonly group: string;
  /** What its card says it hears; a topic without a handler, or a handler without a topic, is an error at start. */
  readonly topics: readonly Topic[];
  readonly log: Logger;
}

/** Nest's handlers over the event log: batches instead of single messages, and failures that are not lost. */
export class EventLogServer extends Server implements CustomTransportStrategy {
  override readonly propagatesEventHandlerErrors: boolean = true;
  private consumers: readonly Consumer[] = [];

  constructor(private readonly options: EventLogServerOptions) {
    super();
  }

  listen(callback: (error?: unknown) => void): void {
    this.start().then(
      () => callback(),
      (error: unknown) => callback(error),
    );
  }

  /** Resolves when every handler has passed what was the end of its topic when this was called. */
  async caughtUp(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.caughtUp()));
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  on(): void {
    throw new Error('The event log server says nothing of its own.');
  }

  unwrap<T>(): T {
    throw new Error('There is no server below the event log server.');
  }

  private async start(): Promise<void> {
    const { eventLog, group, topics, log } = this.options;
    const handled = [...this.messageHandlers.keys()];
    const heard = topics.map(({ name }) => name);
    const odd = [...heard.filter((name) => !handled.includes(name)), ...handled.filter((name) => !heard.includes(name))];
    if (odd.length > 0) throw new Error(`${group}: service.ts and the handlers disagree about ${odd.join(', ')}; each topic that is heard has one handler.`);
    await eventLog.ensureTopics(topics.map(deadTopicOf));
    this.consumers = [...this.messageHandlers].map(([topic, handler]) => {
      if (handler.next) throw new Error(`${group} has two handlers for ${topic}; a group reads a topic once.`);
      return new Consumer({ eventLog, group, topic, handler: (records) => run(handler, records), log });
    });
    await Promise.all(this.consumers.map((consumer) => consumer.start()));
  }
}

async function run(handler: MessageHandler, records: readonly LogRecord[]): Promise<void> {
  const result: unknown = await handler(records);
  if (isObservable(result)) await lastValueFrom(result, { defaultValue: undefined });
}
