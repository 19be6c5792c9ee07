import { create } from '@bufbuild/protobuf';
import { ImportEventSchema, topics } from '@ringfleet/contracts';
import { type LogRecord, toRecord } from '@ringfleet/messaging';
import { eventJson, eventLine } from './event-line.js';

const place = { partition: 3, offset: 2n ** 60n, timestamp: new Date('2026-11-20T10:00:00Z') };
const message = create(ImportEventSchema, { importId: 'i', fileName: 'phones.csv', event: { case: 'rowRejected', value: { row: 7 } } });
const record: LogRecord = { ...toRecord({ topic: topics.imports, key: 'i', sequence: 9, source: 'files', time: place.timestamp, message }), ...place };
const JSON_OF_IT = { importId: 'i', fileName: 'phones.csv', rowRejected: { row: 7 } };

describe('an event', () => {
  it('is one line: place, time, type, number, key, message', () => {
    const [where, when, type, number, key, json = ''] = eventLine(topics.imports, record).split('\t');
    expect([where, when, type, number, key]).toEqual(['3:1152921504606846976', '2026-11-20T10:00:00.000Z', 'ringfleet.files.v1.ImportEvent', '#9', 'i']);
    expect(JSON.parse(json)).toEqual(JSON_OF_IT);
  });

  it('is one JSON object for programs, offset and headers as they are', () => {
    expect(JSON.parse(eventJson(topics.imports, record))).toMatchObject({
      topic: 'files.import.v1',
      partition: 3,
      offset: '1152921504606846976',
      headers: { ce_type: 'ringfleet.files.v1.ImportEvent' },
      value: JSON_OF_IT,
    });
  });

  it('may be a tombstone, or no message at all', () => {
    expect(eventLine(topics.imports, { ...record, value: null })).toMatch(/\tnull$/); // '…\ti\tnull'
    expect(JSON.parse(eventJson(topics.imports, { ...record, value: new Uint8Array([255]) })).value).toMatchObject({ undecodable: '/w==' });
  });
});
