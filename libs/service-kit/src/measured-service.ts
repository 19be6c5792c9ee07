import { within } from '@ringfleet/kernel';
import { consumerLag, type EventLogServer, outboxAge, outboxRecords, type OutboxRelay } from '@ringfleet/messaging';
import { MeasuredGauge } from '@ringfleet/observability';
import type { Database } from '@ringfleet/persistence';
import type { ServiceCard } from './service-card.js';

const readiness = new MeasuredGauge({
  name: 'ringfleet_ready',
  help: '1 where database, log and store answer and the copies have caught up.',
  labels: ['service'],
});
const connections = new MeasuredGauge({
  name: 'ringfleet_database_connections',
  help: 'Connections of the pool: busy, idle, and the most there may be.',
  labels: ['service', 'state'],
});
const waiting = new MeasuredGauge({ name: 'ringfleet_database_waiting', help: 'Transactions that wait for a connection of the pool.', labels: ['service'] });

/** Sooner than a gauge is left out: not to know is not to be ready. */
const CHECK_WITHIN_MS = 1_500;

export interface MeasuredParts {
  readonly database: Database;
  readonly relay: OutboxRelay;
  readonly server: EventLogServer;
  /** Resolves if the service is ready. */
  readonly check: () => Promise<void>;
}

/** Lets Prometheus ask a service how it is, until the returned function is called. */
export function measureService({ name: service, hears }: Pick<ServiceCard, 'name' | 'hears'>, { database, relay, server, check }: MeasuredParts): () => void {
  const forget = [
    readiness.ask(async () => [[{ service }, (await holds(check)) ? 1 : 0]]),
    outboxRecords.ask(async () => [[{ service }, (await relay.backlog()).records]]),
    outboxAge.ask(async () => [[{ service }, (await relay.backlog()).ageMs / 1_000]]),
    ...hears.map(({ name: topic }) => consumerLag.ask(async () => [[{ service, topic }, Number(await server.lag(topic))]])),
    connections.ask(() => {
      const { busy, idle, most } = database.connections();
      return [
        [{ service, state: 'busy' }, busy],
        [{ service, state: 'idle' }, idle],
        [{ service, state: 'most' }, most],
      ];
    }),
    waiting.ask(() => [[{ service }, database.connections().waiting]]),
  ];
  return () => {
    for (const one of forget) one();
  };
}

function holds(check: () => Promise<void>): Promise<boolean> {
  const answer = check().then(
    () => true,
    () => false,
  );
  return within(CHECK_WITHIN_MS, answer, false);
}
