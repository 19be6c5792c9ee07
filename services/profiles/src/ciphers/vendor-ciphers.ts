import { createHmac } from 'node:crypto';
import { encryptCbc, type OpensslCbc, SALT_BYTES } from './openssl-cbc.js';

/**
 * How phones of a vendor expect an encrypted configuration (PRV-05), as far as its documents say it so that it can be tried with the openssl program. Cisco: "openssl enc -e -aes-256-cbc -k KEY" of openssl 0.9.7 (Cisco's provisioning guides of the SPA and
 * multiplatform series); Grandstream: AES-256-CBC by openssl's own key derivation (SIP Device Provisioning Guide); Panasonic: "openssl enc -aes-128-cbc -a -salt" (administrator guides of the UTG series).
 */
const BY_VENDOR: Readonly<Record<string, OpensslCbc>> = {
  Cisco: { bits: 256, digest: 'md5', base64: false },
  Grandstream: { bits: 256, digest: 'md5', base64: false },
  Panasonic: { bits: 128, digest: 'md5', base64: true },
};

/** What is encrypted, and for whom. */
export interface Enciphered {
  readonly vendor: string;
  readonly asciiKey: string;
  /** The device and the file: another salt where it is for another. */
  readonly place: string;
}

/** The file as the vendor's phones expect it; undefined where it is not known how: then it must not be given at all. */
export function encryptFor({ vendor, asciiKey, place }: Enciphered, plain: Uint8Array): Buffer | undefined {
  const cipher = Object.hasOwn(BY_VENDOR, vendor) ? BY_VENDOR[vendor] : undefined;
  return cipher && encryptCbc(plain, asciiKey, saltOf(asciiKey, place, plain), cipher);
}

/** Of the content, so that it is the same whenever that is the same, and of the key, so that it tells nothing of the content to whoever has no key. */
function saltOf(asciiKey: string, place: string, plain: Uint8Array): Buffer {
  return createHmac('sha256', asciiKey).update(place).update('\0').update(plain).digest().subarray(0, SALT_BYTES);
}
