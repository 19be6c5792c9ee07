import type { JsonSchema } from './json-schema.js';

const text = (description: string, more: JsonSchema = {}): JsonSchema => ({ type: 'string', description, ...more });

/** Headers that every record has: CloudEvents in binary mode, UTF-8 text. */
const EVERY = {
  ce_specversion: text('Of CloudEvents.', { const: '1.0' }),
  ce_id: text('Names the event. A record that comes again has it again.'),
  ce_type: text('Full name of the protobuf message.'),
  ce_source: text('The service that says it.', { examples: ['/ringfleet/inventory'] }),
  ce_time: text('When it happened.', { format: 'date-time' }),
  ce_subject: text('The key of the record.'),
  'content-type': text('Of the value; on a tombstone too.', { const: 'application/protobuf' }),
};

const SEQUENCE = text('Number of the event of this key, from 1 without a gap; decimal. On tombstones too.', { pattern: '^[0-9]+$' });

const SOME = {
  rf_epoch: text('How often the service was restored from a backup; 0 where it is left out. States are compared by (rf_epoch, ce_sequence).', {
    pattern: '^[0-9]+$',
  }),
  rf_reseller: text('The reseller it is about; left out where there is none.', { format: 'uuid' }),
  rf_customer: text('The customer it is about; left out where there is none.', { format: 'uuid' }),
  traceparent: text('The trace it happened in: https://www.w3.org/TR/trace-context/'),
};

/** Of a record of a state topic. */
export const STATE_HEADERS: JsonSchema = {
  type: 'object',
  required: [...Object.keys(EVERY), 'ce_sequence'],
  properties: { ...EVERY, ce_sequence: SEQUENCE, ...SOME },
};

/** Of a record of a job topic. */
export const JOB_HEADERS: JsonSchema = { type: 'object', required: Object.keys(EVERY), properties: { ...EVERY, ce_sequence: SEQUENCE, ...SOME } };
