import type { EntitySchema } from '@mikro-orm/core';
import type { INestApplicationContext, Type } from '@nestjs/common';
import type { ConnectRouter } from '@connectrpc/connect';
import type { Topic } from '@ringfleet/messaging';
import type { MigrationClass, Tx } from '@ringfleet/persistence';
import type { IncomingMessage, ServerResponse } from 'node:http';

export type ServiceName = 'directory' | 'inventory' | 'profiles' | 'files' | 'notifications' | 'device-control';

/** Answers a request, and says by which route, as Nest writes it; undefined: it did not, and Nest is to. */
export type AnsweredFirst = (request: IncomingMessage, response: ServerResponse) => string | undefined;

/** What of a service answers requests. */
export interface AnsweringCard {
  readonly name: ServiceName;
  readonly module: Type;
  readonly entities: readonly EntitySchema[];
  /** Path prefixes that the front door sends here. */
  readonly paths: readonly string[];
  /** Those of them below which bodies are taken as they come: what a phone calls JSON may be none. */
  readonly rawPaths?: readonly string[];
  /** Bytes that a body of JSON may have; left out: 100 KiB. */
  readonly largestJson?: number;
  /** What crowds ask is answered before Nest takes it, where the way through Nest is a good part of what the answer costs. */
  readonly answersFirst?: (app: INestApplicationContext) => AnsweredFirst;
}

/** What a service is, on one page: `services/<name>/src/service.ts`. */
export interface ServiceCard extends AnsweringCard {
  readonly migrations: readonly { readonly name: string; readonly class: MigrationClass }[];
  /** Topics that only this service writes. */
  readonly says: readonly Topic[];
  /** Topics this service has a handler for. */
  readonly hears: readonly Topic[];
  /** Queries that other services may ask (design.md §1), by Connect. */
  readonly queries?: (app: INestApplicationContext) => (router: ConnectRouter) => void;
  /** Records that a database which was just created is filled with; runs once, in one transaction of the system scope. */
  readonly demo?: (tx: Tx, context: { readonly app: INestApplicationContext; readonly now: Date }) => Promise<void>;
}
