// Real: the functions alone.
import { describe, expect, it } from '@jest/globals';
import { formOf, rebased, sentOf } from './form-values.js';
import type { RecordKind, TreeRecord } from './record-kind.js';

const kind: RecordKind = {
  key: 'accounts',
  words: 'record',
  fields: [
    { name: 'number', kind: 'text' },
    { name: 'customerId', kind: 'record', fixed: true },
    { name: 'siteId', kind: 'record' },
    { name: 'extension', kind: 'text' },
    { name: 'sipPassword', kind: 'secret' },
  ],
};
const record: TreeRecord = { id: 'a', version: 3, number: '813', customer: { id: 'c', name: 'C' }, site: { id: 's', name: 'S' }, extension: '3275' };

describe('the form of a record', () => {
  it('begins with what the record has', () => {
    expect(formOf(kind, record)).toEqual({ number: '813', customerId: 'c', siteId: 's', extension: '3275', sipPassword: undefined });
  });

  it('sends of a new record what is filled', () => {
    expect(sentOf(kind, { number: '814', customerId: 'c', extension: '' })).toEqual({ number: '814', customerId: 'c' });
  });

  it('sends of a known record what differs alone, null for what was emptied, never what is fixed', () => {
    expect(sentOf(kind, { ...formOf(kind, record), extension: '', customerId: 'd' }, record)).toEqual({ extension: null });
    expect(sentOf(kind, { ...formOf(kind, record), sipPassword: 's3cret' }, record)).toEqual({ sipPassword: 's3cret' });
    expect(sentOf(kind, formOf(kind, record), record)).toEqual({});
  });

  it('keeps what one typed and takes the rest from whoever saved first', () => {
    const theirs = { ...record, version: 4, number: '900', extension: '9999' };
    const kept = rebased(kind, { ...formOf(kind, record), extension: '1111' }, record, theirs);
    expect(kept).toMatchObject({ number: '900', extension: '1111' });
    expect(sentOf(kind, kept, theirs)).toEqual({ extension: '1111' });
  });
});
