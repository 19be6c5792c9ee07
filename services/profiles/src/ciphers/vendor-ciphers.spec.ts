// Real: the openssl program.
import { execFileSync } from 'node:child_process';
import { codingFor, encryptFor } from './vendor-ciphers.js';

const PLAIN = Buffer.from('<flat-profile><Display_Name_1_>Zoë & Co</Display_Name_1_></flat-profile>\n'.repeat(20));
const PLACE = 'device/001565abc000.cfg';
const AS_OPENSSL = [
  ['Cisco', ['-aes-256-cbc', '-md', 'md5']],
  ['Grandstream', ['-aes-256-cbc', '-md', 'md5']],
  ['Panasonic', ['-aes-128-cbc', '-md', 'md5', '-a']],
] as const;

const decrypted = (options: readonly string[], passphrase: string, input: Buffer): Buffer =>
  execFileSync('openssl', ['enc', '-d', ...options, '-pass', `pass:${passphrase}`], { input, stdio: ['pipe', 'pipe', 'ignore'] });

const encrypt = (vendor: string, asciiKey = 'key 1', place = PLACE, plain = PLAIN): Buffer =>
  encryptFor({ vendor, model: 'any', asciiKey, place, coding: null }, plain) ?? Buffer.alloc(0);

describe('an encrypted configuration', () => {
  it.each(AS_OPENSSL)('for a phone of %s is opened by openssl, whatever the key and the length (PRV-05)', (vendor, options) => {
    for (const key of ['k', 'a key of many words: 0123456789', 'clé-ü-鍵']) {
      for (const length of [0, 1, 15, 16, 17, 100, PLAIN.length]) {
        const plain = PLAIN.subarray(0, length);
        expect(decrypted(options, key, encrypt(vendor, key, PLACE, plain)).equals(plain)).toBe(true);
      }
    }
  });

  it('is the same to the last byte as long as nothing changes, and another in every block as soon as anything does (PRV-05)', () => {
    const first = encrypt('Cisco');
    expect(encrypt('Cisco').equals(first)).toBe(true);
    const others = [encrypt('Cisco', 'key 2'), encrypt('Cisco', 'key 1', 'other'), encrypt('Cisco', 'key 1', PLACE, Buffer.concat([PLAIN, Buffer.from('\n')]))];
    const blocks = (bytes: Buffer): string[] => bytes.toString('hex').match(/.{32}/g) ?? [];
    for (const other of others)
      expect(
        blocks(other)
          .slice(1, 5)
          .filter((block) => blocks(first).includes(block)),
      ).toEqual([]);
  });

  it('for a phone of Yealink is opened by openssl with the key itself, and is its text with empty lines at the end (PRV-05)', () => {
    const key = '0aZ#$%*+,-.:=?@~';
    for (const length of [0, 1, 15, 16, 17, 100, PLAIN.length]) {
      const plain = PLAIN.subarray(0, length);
      const input = encrypt('Yealink', key, PLACE, plain);
      const raw = ['enc', '-d', '-aes-128-ecb', '-nopad', '-K', Buffer.from(key).toString('hex')];
      const text = execFileSync('openssl', raw, { input, stdio: ['pipe', 'pipe', 'ignore'] });
      expect([text.subarray(0, length).equals(plain), text.subarray(length).toString()]).toEqual([true, '\n'.repeat((16 - (length % 16)) % 16)]);
    }
  });

  it('is not made in a way that is not known to be the vendor’s (PRV-05)', () => {
    for (const [vendor, asciiKey] of [
      ['Snom', 'key'],
      ['constructor', 'key'],
      ['Yealink', 'key'],
      ['Yealink', '0123456789abcdef'.repeat(2)],
      ['Yealink', '0123456789abcdeé'],
    ] as const) {
      expect(encryptFor({ vendor, model: 'any', asciiKey, place: PLACE, coding: null }, PLAIN)).toBeUndefined();
    }
  });

  it('is the same however the name of the vendor is written (INV-02)', () => {
    const made = (vendor: string): Buffer | undefined => encryptFor({ vendor, model: '8851', asciiKey: 'a key', place: PLACE, coding: null }, PLAIN);
    expect([made('cisco'), made('CISCO')]).toEqual([made('Cisco'), made('Cisco')]);
    expect(made('Cisco')).toBeDefined();
  });

  it('comes in a coding of HTTP where the model has one and the phone says that it takes it (PRV-05)', () => {
    const chosen = (vendor: string, model: string, accepted: string): string | null => codingFor({ vendor, model }, accepted);
    expect([chosen('Cisco', '8851', 'gzip, AES128GCM;q=0.5'), chosen('Cisco', '6821', 'aes128gcm'), chosen('Cisco', '7841', 'aes128gcm')]).toEqual(
      Array(3).fill('aes128gcm'),
    );
    const others = [
      chosen('Cisco', '8851', ''),
      chosen('Cisco', '8851', 'aes128gcm;q=0.0, gzip'),
      chosen('Cisco', '8851', 'aes128gcmx'),
      chosen('Cisco', 'SPA504G', 'aes128gcm'),
      chosen('Poly', '8851', 'aes128gcm'),
    ];
    expect(others).toEqual(Array(5).fill(null));
  });
});
