import fc from 'fast-check';
import { isId, namedId, newId } from './ids.js';

describe('newId', () => {
  it('makes version 7 ids that sort in the order they were made', () => {
    const ids = Array.from({ length: 5000 }, newId);
    expect(ids.every(isId)).toBe(true);
    expect(ids.every((id) => id[14] === '7')).toBe(true);
    expect(ids).toEqual(ids.toSorted());
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('namedId', () => {
  it('is the same in every process and release', () => {
    expect(namedId('customer:acme')).toBe(namedId('customer:acme'));
    expect(namedId('model:Yealink T46U')).toBe('9704926d-2d04-5515-8dde-2ef5af8705b8');
  });

  it('is an id of version 5 in the standard layout', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) =>
        expect(namedId(name)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      ),
    );
  });

  it('differs where names differ', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 50 }), (names) => {
        expect(new Set(names.map(namedId)).size).toBe(names.length);
      }),
    );
  });
});

describe('isId', () => {
  it('takes what UUIDs look like, in either case', () => {
    fc.assert(fc.property(fc.uuid(), fc.boolean(), (id, upper) => expect(isId(upper ? id.toUpperCase() : id)).toBe(true)));
  });

  it.each([
    '',
    'x',
    '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4',
    '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f\n',
    '019aa5a07a5e700080003f2b8c1d9e4f',
    '{019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f}',
  ])('refuses %j, which PostgreSQL could refuse or write otherwise', (id) => {
    expect(isId(id)).toBe(false);
  });
});
