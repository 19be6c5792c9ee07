// Real: the functions alone.
import { describe, expect, it } from '@jest/globals';
import { addressOf, leavesOut, withChange } from './list-address.js';

const at = (text: string): URLSearchParams => new URLSearchParams(text);

describe('the address of a list', () => {
  it('says what is shown; what it does not know it leaves out', () => {
    expect(addressOf(at('q=54&f.model=1&f.gone=2&sort=-macAddress&after=abc&before=25'), ['model'], 'name')).toEqual({
      q: '54',
      sort: '-macAddress',
      filters: { model: '1' },
      after: 'abc',
      before: 25,
    });
    expect(addressOf(at('before=x'), [], 'name')).toEqual({ q: '', sort: 'name', filters: {}, after: undefined, before: 0 });
  });

  it('tells when something was left out: a filter, its value, what to sort by, a moment', () => {
    const terms = { sorts: ['name'], isValue: (name: string, value: string): boolean => name !== 'state' || value === 'retired' };
    const read = (text: string): readonly unknown[] => {
      const address = addressOf(at(text), ['state'], 'name', terms);
      return [leavesOut(at(text), address), address.sort, address.filters];
    };
    expect(read('sort=-name&f.state=retired&asOf=2026-11-21T14:02:00Z&scope=all')).toEqual([false, '-name', { state: 'retired' }]);
    expect(read('sort=nonsense')).toEqual([true, 'name', {}]);
    expect(read('f.nope=1')).toEqual([true, 'name', {}]);
    expect(read('f.state=zzz')).toEqual([true, 'name', {}]);
    expect(read('asOf=garbage')).toEqual([true, 'name', {}]);
    expect(read('sort=-custom.1&f.custom.1=2')).toEqual([false, '-custom.1', {}]); // not known yet
  });

  it('begins at the first page again when another question is asked, and keeps the scope', () => {
    const now = at('scope=reseller:1&after=abc&before=25&f.model=1');
    expect(withChange(now, { filters: { model: '' } }).toString()).toBe('scope=reseller%3A1');
    expect(withChange(now, { q: '00:14' }).toString()).toBe('scope=reseller%3A1&f.model=1&q=00%3A14');
    expect(withChange(now, { after: 'def', before: 50 }).toString()).toBe('scope=reseller%3A1&after=def&before=50&f.model=1');
    expect(withChange(now, { after: undefined, before: 0 }).toString()).toBe('scope=reseller%3A1&f.model=1');
  });
});
