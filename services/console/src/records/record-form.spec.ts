// Real: the functions alone.
import { describe, expect, it } from '@jest/globals';
import { formOf, sentOf } from './record-form.js';
import type { RecordKind, TreeRecord } from './record-kind.js';

const kind: RecordKind = {
  key: 'accounts',
  columns: [],
  fields: [
    { name: 'number', kind: 'text' },
    { name: 'customerId', kind: 'record', fixed: true },
    { name: 'siteId', kind: 'record' },
    { name: 'extension', kind: 'text' },
    { name: 'sipPassword', kind: 'secret' },
  ],
  within: () => ({}),
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
});
