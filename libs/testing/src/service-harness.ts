// Starts one service on real ports, as it runs in production: PostgreSQL, the PostgreSQL event log, a folder of objects, HTTP, signed tokens.
// Only the other services are not there: `tell` says what they would say, `answers` answers what they would be asked.
import { AUDIENCE, CONSOLE, type OtherIssuer, parseClaimMap } from '@ringfleet/access';
import type { DescMessage, MessageShape } from '@bufbuild/protobuf';
import type { ConnectRouter } from '@connectrpc/connect';
import { decode, type TopicOf } from '@ringfleet/contracts';
import { type Clock, systemClock } from '@ringfleet/kernel';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import { PostgresEventLog } from '@ringfleet/messaging/postgres';
import { FolderObjectStore } from '@ringfleet/object-storage/folder';
import { createLogger, type LogLevel } from '@ringfleet/observability';
import { Sealer } from '@ringfleet/secrets';
import { type Ports, type RunningService, type ServiceCard, type ServiceName, startService } from '@ringfleet/service-kit';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestAddresses } from './test-addresses.js';
import { createTestDatabase, type TestDatabase } from './test-database.js';
import { TestHttp } from './test-http.js';
import { createTestIssuer, type Who } from './test-issuer.js';
import { send, type TestAnswer, type TestRequest } from './test-request.js';

export interface TestServiceOptions {
  /** Fill the empty database with the demo data (default: no). */
  readonly demo?: boolean;
  readonly settings?: Ports['settings'];
  readonly clock?: Clock;
  /** Who answers when the service asks others. */
  readonly answers?: Partial<Record<ServiceName, (router: ConnectRouter) => void>>;
  /** Tokens are those of the service under test, at its /oauth; `tokenFor` serves no more. */
  readonly ownIssuer?: boolean;
  /** Another OpenID Connect provider whose tokens are taken too: that of another test service, say. */
  readonly otherIssuer?: string;
  /** What the service logs from this level on (default error). */
  readonly logLevel?: LogLevel;
}

export type { TestAnswer, TestRequest } from './test-request.js';
export type { Who } from './test-issuer.js';

/** One record of a topic, decoded. */
export interface Said<Message> {
  readonly key: string;
  readonly sequence: number;
  readonly headers: Readonly<Record<string, string>>;
  /** null is a tombstone. */
  readonly message: Message | null;
}

/** What another service is made to say. */
export interface Saying<Message> {
  readonly key: string;
  readonly sequence?: number;
  readonly message: Message | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestService {
  readonly url: string;
  readonly ports: Ports;
  readonly database: TestDatabase;
  /** Of its event log: for another instance in a process of its own. */
  readonly eventLogUrl: string;
  readonly addresses: TestAddresses;
  /** The service as it runs now: another one after `restart`. */
  running(): RunningService;
  tokenFor(who?: Who): Promise<string>;
  /** Sends a request to the service; the caller says what shape the body has. */
  request<Body = unknown>(path: string, request?: TestRequest): Promise<TestAnswer<Body>>;
  /** All records of a topic so far, those in the outbox included; in order per key. */
  records<M extends DescMessage>(topic: TopicOf<M>): Promise<Said<MessageShape<M>>[]>;
  /** Appends records as another service would, and waits until the service under test has heard them. */
  tell<M extends DescMessage>(topic: TopicOf<M>, sayings: readonly Saying<MessageShape<M>>[]): Promise<void>;
  /** Stops the service and starts it again on the same database, log and store. */
  restart(): Promise<void>;
  /** Stops it and removes everything it stored. */
  stop(): Promise<void>;
}

/** Needs `databasePreset` of this library in jest.config.mjs. */
export async function startTestService(card: ServiceCard, options: TestServiceOptions = {}): Promise<TestService> {
  const http = await TestHttp.listen();
  const issuer = await createTestIssuer(`${http.url}/test-issuer`);
  http.documents.set('/test-issuer/jwks', issuer.jwks);
  http.documents.set('/test-issuer/.well-known/openid-configuration', { issuer: issuer.issuer, jwks_uri: `${issuer.issuer}/jwks` });
  const [database, logDatabase, folder] = await Promise.all([createTestDatabase(), createTestDatabase(), mkdtemp(join(tmpdir(), 'ringfleet-objects-'))]);
  const ports = await portsOf({ http, database, logDatabase, folder, options });
  let service = await startService(card, ports);
  http.handler = service.handle;
  const tokenFor = (who?: Who): Promise<string> => issuer.tokenFor(who);
  return {
    url: http.url,
    ports,
    database,
    eventLogUrl: logDatabase.appUrl,
    addresses: ports.addresses,
    running: () => service,
    tokenFor,
    request: async <Body>(path: string, { as, ...request }: TestRequest = {}) =>
      send<Body>(`${http.url}${path}`, request, as === null ? undefined : typeof as === 'string' ? as : await tokenFor(as)),
    records: async (topic) => {
      await service.ready();
      return readAll(ports, topic);
    },
    tell: async (topic, sayings) => {
      await ports.eventLog.ensureTopics([topic]);
      const producer = await ports.eventLog.producer('test');
      await producer.append(sayings.map((saying) => recordOf(topic, saying)));
      await service.ready();
    },
    restart: async () => {
      await service.stop();
      service = await startService(card, ports);
      http.handler = service.handle;
    },
    stop: async () => {
      await service.stop();
      await ports.eventLog.close();
      await Promise.all([http.close(), database.drop(), logDatabase.drop(), rm(folder, { recursive: true })]);
    },
  };
}

interface Parts {
  readonly http: TestHttp;
  readonly database: TestDatabase;
  readonly logDatabase: TestDatabase;
  readonly folder: string;
  readonly options: TestServiceOptions;
}

async function portsOf({ http, database, logDatabase, folder, options }: Parts): Promise<Ports & { readonly addresses: TestAddresses }> {
  const log = createLogger({ service: 'test', level: options.logLevel ?? 'error' });
  await PostgresEventLog.migrate(logDatabase.ownerUrl);
  const addresses = new TestAddresses();
  for (const [service, routes] of Object.entries(options.answers ?? {})) addresses.answers(service as ServiceName, routes);
  const issuer = options.ownIssuer ? `${http.url}/oauth` : `${http.url}/test-issuer`;
  return {
    log,
    clock: options.clock ?? systemClock,
    eventLog: new PostgresEventLog({ databaseUrl: logDatabase.appUrl, log }),
    objects: await FolderObjectStore.open(folder),
    sealer: new Sealer([{ id: 'test', key: randomBytes(32) }]),
    addresses,
    issuer: { issuer, jwksUrl: `${issuer}/jwks`, ...(options.otherIssuer && { other: otherIssuer(options.otherIssuer) }) },
    publicUrl: http.url,
    database,
    demo: options.demo ?? false,
    settings: options.settings ?? {},
    trustedProxies: ['loopback'],
  };
}

const otherIssuer = (issuer: string): OtherIssuer => ({ issuer, audience: AUDIENCE, clientId: CONSOLE, claims: parseClaimMap('{}') });

const recordOf = <M extends DescMessage>(topic: TopicOf<M>, { key, sequence = 1, message, headers }: Saying<MessageShape<M>>): OutgoingRecord =>
  toRecord({ topic, key, sequence, source: 'test', time: new Date(), message, ...(headers && { headers }) });

async function readAll<M extends DescMessage>({ eventLog }: Ports, topic: TopicOf<M>): Promise<Said<MessageShape<M>>[]> {
  const said: Said<MessageShape<M>>[] = [];
  for await (const { key, value, headers } of eventLog.read(topic.name, { from: 'start', follow: false })) {
    said.push({ key, sequence: Number(headers['ce_sequence']), headers, message: value && decode(topic, value) });
  }
  return said;
}
