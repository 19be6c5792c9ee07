import { MeasuredGauge, originsOf, traced } from '@ringfleet/observability';
import { Counter, Histogram } from 'prom-client';
import type { LogRecord, OutgoingRecord } from './event-log.js';
import { isTransient } from './failures.js';

// What Prometheus reads of the way of events. `service` is the relay's service, or the group. Alerts and their bounds: deploy/prometheus.

export const outboxRecords = new MeasuredGauge({ name: 'ringfleet_outbox_records', help: 'Records that are committed and not sent yet.', labels: ['service'] });
export const outboxAge = new MeasuredGauge({
  name: 'ringfleet_outbox_age_seconds',
  help: 'How long the oldest record that is not sent yet has been waiting.',
  labels: ['service'],
});
export const consumerLag = new MeasuredGauge({
  name: 'ringfleet_consumer_lag_records',
  help: 'Records of a topic that a service has not processed yet.',
  labels: ['service', 'topic'],
});
export const deadLetters = new Counter({
  name: 'ringfleet_dead_letters_total',
  help: 'Records that could not be processed for their content.',
  labelNames: ['service', 'topic'],
});

const relayedRecords = new Counter({ name: 'ringfleet_relay_records_total', help: 'Records sent from the outbox to the event log.', labelNames: ['service'] });
const consumedRecords = new Counter({ name: 'ringfleet_consumer_records_total', help: 'Records processed.', labelNames: ['service', 'topic'] });
const consumerFailures = new Counter({
  name: 'ringfleet_consumer_failures_total',
  help: 'Batches that failed: machinery (they come again) or content (they are halved down to the record at fault).',
  labelNames: ['service', 'topic', 'kind'],
});
const batchSeconds = new Histogram({
  name: 'ringfleet_consumer_batch_seconds',
  help: 'How long a batch of records took.',
  labelNames: ['service', 'topic'],
  buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
});

/** Sends a batch of the outbox, measured, in a span that is linked to what the records come from. */
export async function relaying(service: string, records: readonly OutgoingRecord[], send: () => Promise<void>): Promise<void> {
  const work = { service, name: 'relay', kind: 'producer', attributes: { 'messaging.batch.message_count': records.length } } as const;
  await traced({ ...work, ...originsOf(records) }, send);
  relayedRecords.inc({ service }, records.length);
}

/** Processes a batch of one topic, measured, in a span that is linked to what the records come from. */
export async function consuming(service: string, records: readonly LogRecord[], process: () => Promise<void>): Promise<void> {
  const topic = records[0]?.topic ?? '';
  const attributes = { 'messaging.destination.name': topic, 'messaging.consumer.group.name': service, 'messaging.batch.message_count': records.length };
  const stopTimer = batchSeconds.startTimer({ service, topic });
  try {
    await traced({ service, name: `process ${topic}`, kind: 'consumer', attributes, ...originsOf(records) }, process);
    consumedRecords.inc({ service, topic }, records.length);
  } catch (error) {
    consumerFailures.inc({ service, topic, kind: isTransient(error) ? 'machinery' : 'content' });
    throw error;
  } finally {
    stopTimer();
  }
}
