// Real: the openssl program, and node:crypto as the receiver.
import { execFileSync } from 'node:child_process';
import { createDecipheriv } from 'node:crypto';
import { encodeAes128Gcm } from './aes128gcm.js';

const SALT = Buffer.from('I1BsxtFttlv3u_Oo94xnmw', 'base64url');
const MATERIAL = Buffer.from('yqdlZ-tYemfogSmv7Ws5PQ', 'base64url');
const HEADER_BYTES = 21;
const TAG_BYTES = 16;

const openssl = (options: readonly string[], input?: Buffer): Buffer =>
  execFileSync('openssl', [...options], { ...(input && { input }), stdio: ['pipe', 'pipe', 'ignore'] });

/** The key of a file, or the nonce that its records begin with, as openssl derives them. */
function derive(info: string, length: number): Buffer {
  const given = { digest: 'SHA256', hexkey: MATERIAL.toString('hex'), hexsalt: SALT.toString('hex'), hexinfo: Buffer.from(`${info}\0`).toString('hex') };
  return openssl(['kdf', '-keylen', String(length), ...Object.entries(given).flatMap(([name, value]) => ['-kdfopt', `${name}:${value}`]), '-binary', 'HKDF']);
}

const [key, base] = [derive('Content-Encoding: aes128gcm', 16), derive('Content-Encoding: nonce', 12)];

function nonceOf(record: number): Buffer {
  const nonce = Buffer.from(base);
  for (let at = 0; at < 6; at += 1) nonce[11 - at] = (nonce[11 - at] ?? 0) ^ (Math.floor(record / 256 ** at) % 256);
  return nonce;
}

function recordsOf(encoded: Buffer): Buffer[] {
  const size = encoded.readUInt32BE(16);
  const body = encoded.subarray(HEADER_BYTES);
  return Array.from({ length: Math.ceil(body.length / size) }, (_, at) => body.subarray(at * size, (at + 1) * size));
}

function opened(record: Buffer, number: number): Buffer {
  const decipher = createDecipheriv('aes-128-gcm', key, nonceOf(number)).setAuthTag(record.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(record.subarray(0, -TAG_BYTES)), decipher.final()]);
}

describe('the coding aes128gcm', () => {
  it('has the example of RFC 8188 §3.1 (PRV-05)', () => {
    const encoded = encodeAes128Gcm(Buffer.from('I am the walrus'), MATERIAL, SALT);
    expect(encoded.toString('base64url')).toBe('I1BsxtFttlv3u_Oo94xnmwAAEAAA-NAVub2qFgBEuQKRapoZu-IxkIva3MEB1PD-ly8Thjg');
  });

  it.each([0, 1, 7, 8, 9, 16, 24, 4_078, 4_079, 4_080, 20_000])(
    'is opened by its receiver, its last record marked as such, at a length of %i (PRV-05)',
    (length) => {
      const plain = Buffer.alloc(length, 'Zoë & Co\n');
      for (const size of [25, 4_096]) {
        const records = recordsOf(encodeAes128Gcm(plain, MATERIAL, SALT, size)).map(opened);
        expect(Buffer.concat(records.map((record) => record.subarray(0, -1))).equals(plain)).toBe(true);
        expect(records.map((record) => record.at(-1))).toEqual([...Array<number>(records.length - 1).fill(1), 2]);
      }
    },
  );

  it('is opened by openssl, whose counter mode is what the coding encrypts with (PRV-05)', () => {
    const plain = Buffer.from('<flat-profile/>\n');
    const [record = Buffer.alloc(0)] = recordsOf(encodeAes128Gcm(plain, MATERIAL, SALT));
    const counter = `${base.toString('hex')}00000002`;
    const text = openssl(['enc', '-d', '-aes-128-ctr', '-K', key.toString('hex'), '-iv', counter], record.subarray(0, -TAG_BYTES));
    expect(text.toString()).toBe(`${plain.toString()}\u0002`);
  });
});
