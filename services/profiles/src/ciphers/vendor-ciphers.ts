import { nameKey } from '@ringfleet/kernel';
import { createHmac } from 'node:crypto';
import { encodeAes128Gcm, SALT_BYTES as CODING_SALT_BYTES } from './aes128gcm.js';
import { encryptCbc, type OpensslCbc, SALT_BYTES } from './openssl-cbc.js';
import { encryptEcb } from './yealink-ecb.js';

/** A content coding in which the phone takes what is encrypted, where it says so in Accept-Encoding. */
export const AES128GCM = 'aes128gcm';

interface VendorCipher {
  readonly vendor: string;
  /** Names of its models, without the vendor; left out: all. */
  readonly models?: RegExp;
  readonly file: OpensslCbc | 'raw-ecb';
  readonly coding?: typeof AES128GCM;
}

const OPENSSL_0_9 = { bits: 256, digest: 'md5', base64: false } as const;

/**
 * How phones expect an encrypted configuration (PRV-05), as far as it is documented so that it can be tried with the openssl program; the first that fits. Cisco: "openssl enc -e -aes-256-cbc -k KEY" of openssl 0.9.7, whose digest is md5, and for
 * multiplatform phones RFC 8188 besides (provisioning guides of the SPA, 6800 and 8800 series); Grandstream: AES-256-CBC by openssl's own key derivation (SIP Device Provisioning Guide); Panasonic: "openssl enc -aes-128-cbc -a -salt" (administrator guides
 * of the UTG series); Yealink: the compatibility mode of its tool with a key of the phone's own (guides of the T2, T4 and T5 series; the mode itself as traviscross/yealink-confenc has it).
 */
const CIPHERS: readonly VendorCipher[] = [
  { vendor: 'Cisco', models: /^[678]8\d\d$/, file: OPENSSL_0_9, coding: AES128GCM }, // 6821, 7841, 8851
  { vendor: 'Cisco', file: OPENSSL_0_9 },
  { vendor: 'Grandstream', file: OPENSSL_0_9 },
  { vendor: 'Panasonic', file: { bits: 128, digest: 'md5', base64: true } },
  { vendor: 'Yealink', file: 'raw-ecb' },
];

/** What is encrypted, and for whom. */
export interface Enciphered {
  readonly vendor: string;
  readonly model: string;
  readonly asciiKey: string;
  /** The device and the file: another salt where it is for another. */
  readonly place: string;
  /** The one that was chosen of those that the phone takes; null: the file itself is encrypted. */
  readonly coding: typeof AES128GCM | null;
}

/** The file as the phones expect it; undefined where it is not known how, or the key is none for it: then it must not be given at all. */
export function encryptFor({ vendor, model, asciiKey, place, coding }: Enciphered, plain: Uint8Array): Buffer | undefined {
  const salt = saltOf(asciiKey, place, plain);
  if (coding) return encodeAes128Gcm(plain, Buffer.from(asciiKey), salt.subarray(0, CODING_SALT_BYTES));
  const file = cipherOf({ vendor, model })?.file;
  if (file === 'raw-ecb') return encryptEcb(plain, asciiKey);
  return file && encryptCbc(plain, asciiKey, salt.subarray(0, SALT_BYTES), file);
}

export function codingFor(model: Pick<Enciphered, 'vendor' | 'model'>, acceptEncoding: string): Enciphered['coding'] {
  return acceptedCoding(acceptEncoding) && (cipherOf(model)?.coding ?? null);
}

/** @param acceptEncoding gzip, aes128gcm;q=0.5 */
export function acceptedCoding(acceptEncoding: string): Enciphered['coding'] {
  const accepted = acceptEncoding.split(',').map((coding) => coding.trim().toLowerCase());
  return accepted.some((coding) => /^aes128gcm(?:\s*;|$)/.test(coding) && !/;\s*q=0(?:\.0*)?$/.test(coding)) ? AES128GCM : null; // not 'aes128gcm;q=0'
}

const cipherOf = ({ vendor, model }: Pick<Enciphered, 'vendor' | 'model'>): VendorCipher | undefined =>
  CIPHERS.find((cipher) => nameKey(cipher.vendor) === nameKey(vendor) && (cipher.models?.test(model) ?? true));

/** Of the content, so that it is the same whenever that is the same, and of the key, so that it tells nothing of the content to whoever has no key. */
const saltOf = (asciiKey: string, place: string, plain: Uint8Array): Buffer => createHmac('sha256', asciiKey).update(place).update('\0').update(plain).digest();
