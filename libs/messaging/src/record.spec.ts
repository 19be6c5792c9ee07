import { create } from '@bufbuild/protobuf';
import { type StringValue, StringValueSchema } from '@bufbuild/protobuf/wkt';
import { isId } from '@ringfleet/kernel';
import { withTraceparent } from '@ringfleet/observability';
import type { LogRecord } from './event-log.js';
import { latestPerKey, toRecord } from './record.js';

const topic = { name: 'inventory.device.v1', schema: StringValueSchema };
const time = new Date('2026-11-20T10:00:00.000Z');
const message: StringValue = create(StringValueSchema, { value: 'a phone' });

describe('a record', () => {
  it('has CloudEvents headers, and the message as its value', () => {
    const record = toRecord({ topic, key: 'k', sequence: 7n, source: 'inventory', time, message, headers: { rf_reseller: 'r', traceparent: '00-1-2-01' } });
    const { ce_id = '', ...headers } = record.headers;
    expect(ce_id).toBe('inventory.device.v1/k/7');
    expect(headers).toEqual({
      ce_specversion: '1.0',
      ce_type: 'google.protobuf.StringValue',
      ce_source: '/ringfleet/inventory',
      ce_time: '2026-11-20T10:00:00.000Z',
      ce_subject: 'k',
      ce_sequence: '7',
      'content-type': 'application/protobuf',
      rf_reseller: 'r',
      traceparent: '00-1-2-01',
    });
    expect(record).toMatchObject({ topic: 'inventory.device.v1', key: 'k' });
    expect(Buffer.from(record.value ?? []).toString()).toContain('a phone');
  });

  it('is a tombstone without a message, and has no number where none is given', () => {
    const record = toRecord({ topic, key: 'k', source: 'inventory', time, message: null });
    expect(record.value).toBeNull();
    expect(record.headers).not.toHaveProperty('ce_sequence');
    expect(isId(record.headers['ce_id'] ?? '')).toBe(true);
  });
});

describe('a record made inside of a trace', () => {
  const TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

  it('says which work it comes from; outside it says nothing', () => {
    const made = (): string | undefined => toRecord({ topic, key: 'k', source: 'inventory', time, message }).headers['traceparent'];
    expect(withTraceparent(TRACE, made)).toBe(TRACE);
    expect(made()).toBeUndefined();
  });
});

describe('the latest record per key', () => {
  const heard = (key: string, headers: Record<string, string>, offset: number): LogRecord => ({
    topic: 't',
    key,
    value: null,
    headers,
    partition: 0,
    offset: BigInt(offset),
    timestamp: time,
  });
  const latest = (records: readonly LogRecord[]): string[] =>
    latestPerKey(records).map(({ record, epoch, sequence }) => `${record.key} ${record.offset} ${epoch}/${sequence}`);

  it('is that with the highest number, wherever it stands', () => {
    expect(
      latest([
        heard('a', { ce_sequence: '1' }, 0),
        heard('b', { ce_sequence: '10' }, 1),
        heard('a', { ce_sequence: '3' }, 2),
        heard('b', { ce_sequence: '9' }, 3),
      ]),
    ).toEqual(['a 2 0/3', 'b 1 0/10']);
  });

  it('is of the newer epoch, whatever the number', () => {
    expect(latest([heard('a', { ce_sequence: '900' }, 0), heard('a', { ce_sequence: '5', rf_epoch: '1' }, 1), heard('a', { ce_sequence: '901' }, 2)])).toEqual([
      'a 1 1/5',
    ]);
  });

  it('is the last where records have no number or come twice', () => {
    expect(latest([heard('a', {}, 0), heard('a', {}, 1), heard('b', { ce_sequence: '2' }, 2), heard('b', { ce_sequence: '2' }, 3)])).toEqual([
      'a 1 0/0',
      'b 3 0/2',
    ]);
  });
});
