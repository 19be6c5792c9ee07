import 'reflect-metadata';
import { type DynamicModule, type INestApplication, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AccessGuard, TokenVerifier } from '@ringfleet/access';
import { SYSTEM } from '@ringfleet/kernel';
import { EventLogServer, OutboxRelay } from '@ringfleet/messaging';
import { NestLogger } from '@ringfleet/observability';
import { Database } from '@ringfleet/persistence';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { JsonBodies, jsonParsing } from './json-bodies.js';
import { measuredHttp } from './measured-http.js';
import { measureService } from './measured-service.js';
import { type AnsweringPorts, type Ports, PORTS } from './ports.js';
import { ProblemFilter } from './problem.filter.js';
import type { AnsweringCard, ServiceCard } from './service-card.js';
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
  static of(card: AnsweringCard, ports: AnsweringPorts, database: Database): DynamicModule {
    const shared = [
      { provide: PORTS, useValue: ports },
      { provide: Database, useValue: database },
      { provide: TokenVerifier, useValue: new TokenVerifier(ports.issuer) },
    ];
    const route = [
      { provide: APP_GUARD, useClass: AccessGuard },
      { provide: APP_GUARD, useClass: JsonBodies },
      { provide: APP_PIPE, useFactory: validation },
      { provide: APP_FILTER, useClass: ProblemFilter },
    ];
    return { module: ServiceModule, global: true, imports: [card.module], providers: [...shared, ...route], exports: shared.map(({ provide }) => provide) };
  }
}

/**
 * Starts a service: migrates, or sees that another process has; fills an empty database, listens to its topics, sends its outbox. HTTP is the caller's to route to
 * `handle`. If it throws nothing of it is left running; where the cause `isTransient` it may be called again.
 */
export async function startService(card: ServiceCard, ports: Ports): Promise<RunningService> {
  const database = await openDatabase(card, ports);
  const opened: (() => Promise<void>)[] = [() => database.close()];
  const close = async (): Promise<void> => {
    for (const end of opened.splice(0).toReversed()) await end();
  };
  try {
    await database.migrate();
    await database.check();
    await ports.eventLog.ensureTopics([...card.says, ...card.hears]);
    const app = await makeApp(card, ports, database);
    const relay = new OutboxRelay({ service: card.name, databaseUrl: ports.database.appUrl, eventLog: ports.eventLog, log: ports.log });
    opened.push(
      () => relay.stop(),
      () => app.close(),
    );
    const server = new EventLogServer({ eventLog: ports.eventLog, group: card.name, topics: card.hears, log: ports.log });
    app.connectMicroservice({ strategy: server }, { inheritAppConfig: false });
    await seedOnce(card, { app, ports, database });
    await app.init();
    if (card.queries) ports.addresses.answers(card.name, card.queries(app));
    await relay.start();
    await app.startAllMicroservices();
    return running(card, ports, { app, database, relay, server }, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Makes a service's container without starting anything in it; for commands about its records. `close` gives back its connections. */
export async function openService(card: ServiceCard, ports: Ports): Promise<{ readonly app: INestApplication; close(): Promise<void> }> {
  const database = await openDatabase(card, ports);
  return { app: await makeApp(card, ports, database), close: () => database.close() };
}

/** What of a service answers, beside one that is started: what it writes, that one sends. If it throws nothing of it is left running. */
export async function startAnswering(card: AnsweringCard, ports: AnsweringPorts): Promise<Pick<RunningService, 'handle' | 'stop'>> {
  const database = await Database.open({ ...ports.database, entities: card.entities, migrations: [] });
  let app: INestApplication | undefined;
  const stop = async (): Promise<void> => {
    await app?.close();
    await database.close();
  };
  try {
    app = await makeApp(card, ports, database);
    await app.init();
    return { handle: handleOf(card, app), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const openDatabase = ({ entities, migrations }: ServiceCard, ports: Ports): Promise<Database> => Database.open({ ...ports.database, entities, migrations });

const handleOf = (card: AnsweringCard, app: INestApplication): RunningService['handle'] =>
  measuredHttp(card, { nest: app.getHttpAdapter().getInstance(), first: card.answersFirst?.(app) });

async function makeApp(card: AnsweringCard, ports: AnsweringPorts, database: Database): Promise<INestApplication> {
  const options = { logger: new NestLogger(ports.log), bodyParser: false, rawBody: true, abortOnError: false };
  const app = await NestFactory.create<NestExpressApplication>(ServiceModule.of(card, ports, database), options);
  app.useBodyParser('json', jsonParsing(card));
  app.disable('x-powered-by'); // nobody needs to know
  app.use(unkept);
  app.set('trust proxy', [...(ports.trustedProxies ?? [])]);
  return app;
}

/** What a browser keeps it would take for true as long as its version is the same, though it tells of other records too: the name of its customer, say. */
function unkept(_request: IncomingMessage, response: ServerResponse, next: () => void): void {
  response.setHeader('cache-control', 'no-store');
  next();
}

interface Parts {
  readonly app: INestApplication;
  readonly database: Database;
  readonly relay: OutboxRelay;
  readonly server: EventLogServer;
}

function running(card: ServiceCard, ports: Ports, { app, database, relay, server }: Parts, stop: () => Promise<void>): RunningService {
  const check = async (): Promise<void> => {
    await Promise.all([database.check(), ports.eventLog.check(), ports.objects.check()]);
  };
  let hasCaughtUp = false;
  const isReady = (): Promise<void> => (hasCaughtUp ? check() : Promise.reject(new Error('The copies have not caught up yet.')));
  const forget = measureService(card, { database, relay, server, check: isReady });
  return {
    card,
    app,
    handle: handleOf(card, app),
    check,
    ready: async () => {
      await relay.drained();
      await server.caughtUp();
      await check();
      hasCaughtUp = true;
    },
    stop: () => {
      forget();
      return stop();
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
