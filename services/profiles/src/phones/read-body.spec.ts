import { describe, expect, it } from '@jest/globals';
import { PassThrough } from 'node:stream';
import { readBody } from './read-body.js';

const LIMITS = { kept: 10, read: 20, withinMs: 60_000 };

function bodyOf(...chunks: readonly string[]): PassThrough {
  const body = new PassThrough();
  for (const chunk of chunks) body.write(chunk);
  return body;
}

describe('a file that a phone sends (PRV-07)', () => {
  it('is what came, up to the limit', async () => {
    expect(await readBody(bodyOf('12345', '67890').end(), LIMITS)).toEqual(Buffer.from('1234567890'));
    expect(await readBody(bodyOf('12345', '678901').end(), LIMITS)).toBe('too_large');
  });

  it('is not read for ever: neither one without an end nor one that does not come', async () => {
    expect(await readBody(bodyOf('1'.repeat(21)), LIMITS)).toBe('too_large');
    expect(await readBody(bodyOf('12345'), { ...LIMITS, withinMs: 20 })).toBe('too_slow');
  });

  it('of a phone that left is none', async () => {
    const body = bodyOf('12345');
    const read = readBody(body, LIMITS);
    body.destroy();
    expect(await read).toBe('broken_off');
  });
});
