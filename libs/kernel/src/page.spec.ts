import fc from 'fast-check';
import { decodeCursor, encodeCursor } from './page.js';

// No value of ours has NUL.
const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0'));

describe('a cursor', () => {
  it('gives back the sort values it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))), (values) => {
        expect(decodeCursor(encodeCursor(values))).toEqual(values);
      }),
    );
  });

  it('can stand in a URL as it is', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), (values) => expect(encodeCursor(values)).toMatch(/^[\w-]*$/)));
  });

  it('is undefined, not an error, for any text that is none', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (any) => expect([undefined, []]).toContainEqual(decodeCursor(any)?.slice(0, 0))));
    expect(decodeCursor(encodeCursor(['no value has \0']))).toBeUndefined();
    expect(decodeCursor('')).toBeUndefined();
    expect(decodeCursor(Buffer.from('{"a":1}').toString('base64url'))).toBeUndefined();
    expect(decodeCursor(Buffer.from('"text"').toString('base64url'))).toBeUndefined();
  });
});
