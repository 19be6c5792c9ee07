import 'reflect-metadata';
import { type DynamicModule, type INestApplication, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core';
import { AccessGuard, TokenVerifier } from '@ringfleet/access';
import { SYSTEM } from '@ringfleet/kernel';
import { EventLogServer, OutboxRelay } from '@ringfleet/messaging';
import { NestLogger } from '@ringfleet/observability';
import { Database } from '@ringfleet/persistence';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Ports, PORTS } from './ports.js';
import { ProblemFilter } from './problem.filter.js';
import type { ServiceCard } from './service-card.js';
import { validation } from './validation.js';

/** A service that runs in this process. */
export interface RunningService {
  readonly card: ServiceCard;
  readonly app: INestApplication;
  /** Answers one HTTP request. */
  readonly handle: (request: IncomingMessage, response: ServerResponse) => void;
  /** Resolves once the service's copies have caught up with the log's end as it was when this was called, and its engines answer. */
  ready(): Promise<void>;
  /** Resolves if database, log and store answer. */
  check(): Promise<void>;
  /** Finishes what is under way and leaves; the next start goes on from there. */
  stop(): Promise<void>;
}

@Module({})
class ServiceModule {
  /** The card's module with the ports, the database and what every route passes through. */
  static of(card: ServiceCard, ports: Ports, database: Database): DynamicModule {
    const shared = [
      { provide: PORTS, useValue: ports },
      { provide: Database, useValue: database },
      { provide: TokenVerifier, useValue: new TokenVerifier(ports.issuer) },
    ];
    const route = [
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_PIPE, useFactory: validation },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ];
    return { module: ServiceModule, global: true, imports: [card.module], providers: [...shared, ...route], exports: shared.map(({ provide }) => provide) };
  }
}

/** Starts a service: migrates, fills an empty database, listens to its topics, sends its outbox. HTTP is the caller's to route to `handle`. */
export async function startService(card: ServiceCard, ports: Ports): Promise<RunningService> {
  const database = await Database.open({ ...ports.database, entities: card.entities, migrations: card.migrations });
  await database.migrate();
  await ports.eventLog.ensureTopics([...card.says, ...card.hears]);
  const app = await NestFactory.create(ServiceModule.of(card, ports, database), { logger: new NestLogger(ports.log), bodyParser: true, abortOnError: false });
  const server = new EventLogServer({ eventLog: ports.eventLog, group: card.name, topics: card.hears, log: ports.log });
  app.connectMicroservice({ strategy: server }, { inheritAppConfig: false });
  await seedOnce(card, { app, ports, database });
  await app.init();
  if (card.queries) ports.addresses.answers(card.name, card.queries(app));
  const relay = new OutboxRelay({ service: card.name, databaseUrl: ports.database.appUrl, eventLog: ports.eventLog, log: ports.log });
  await relay.start();
  await app.startAllMicroservices();
  const check = async (): Promise<void> => {
    await Promise.all([database.check(), ports.eventLog.check(), ports.objects.check()]);
  };
  return {
    card,
    app,
    handle: app.getHttpAdapter().getInstance(),
    check,
    ready: async () => {
      await relay.drained();
      await server.caughtUp();
      await check();
    },
    stop: async () => {
      await app.close();
      await relay.stop();
      await database.close();
    },
  };
}

/** Whether a database gets demo records is decided once, when it is new. */
async function seedOnce(card: ServiceCard, { app, ports, database }: { app: INestApplication; ports: Ports; database: Database }): Promise<void> {
  await database.transaction(SYSTEM, async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7264002)');
    const rows = await tx.query(`insert into seeds (name) values ('demo') on conflict do nothing returning name`);
    if (rows.length > 0 && ports.demo) await card.demo?.(tx, { app, now: ports.clock() });
  });
}
