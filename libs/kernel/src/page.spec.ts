import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './page.js';

describe('a cursor', () => {
  it('gives back the sort values it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.boolean(), fc.constant(null))), (values) => {
        expect(decodeCursor(encodeCursor(values))).toEqual(values);
      }),
    );
  });

  it('can stand in a URL as it is', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => expect(encodeCursor(values)).toMatch(/^[\w-]*$/)));
  });

  it('is undefined, not an error, for any text that is none', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => expect([undefined, []]).toContainEqual(decodeCursor(text)?.slice(0, 0))));
    expect(decodeCursor('')).toBeUndefined();
    expect(decodeCursor(Buffer.from('{"a":1}').toString('base64url'))).toBeUndefined();
    expect(decodeCursor(Buffer.from('"text"').toString('base64url'))).toBeUndefined();
  });
});
