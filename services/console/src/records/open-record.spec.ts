// Real: the functions alone.
import { describe, expect, it } from '@jest/globals';
import { withRecord } from './open-record.js';

describe('the record beside a list', () => {
  it('is opened and closed where one is in the list', () => {
    const list = new URLSearchParams('scope=reseller:1&q=54');
    const opened = withRecord(list, '019a');
    expect(opened.get('record')).toBe('019a');
    expect(withRecord(opened, 'new').getAll('record')).toEqual(['new']);
    expect(withRecord(opened, undefined).toString()).toBe(list.toString());
  });
});
