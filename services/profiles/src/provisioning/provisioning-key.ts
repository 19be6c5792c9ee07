import { Sealed, type Sealer } from '@ringfleet/secrets';
import { createHash, randomBytes } from 'node:crypto';

/** The part of a device's address that nobody can guess (PRV-04). */
export interface ProvisioningKey {
  readonly hash: string;
  readonly sealed: Buffer;
}

const BYTES = 16;
/** As `newKey` writes it. */
export const KEY_PATTERN = /^[0-9a-f]{32}$/; // 5f2a90c1d4…

const purposeOf = (deviceId: string): string => `device:${deviceId}:provisioningKey`;

/** Hexadecimal, so that it can be typed into a phone. */
export function newKey(deviceId: string, sealer: Sealer): ProvisioningKey {
  const key = randomBytes(BYTES).toString('hex');
  return { hash: hashKey(key), sealed: Buffer.from(Sealed.seal(sealer, key, purposeOf(deviceId)).stored()) };
}

/** What a key is looked up by: nobody who reads the table or an index learns it. */
export const hashKey = (key: string): string => createHash('sha256').update(key, 'utf8').digest('base64url');

export const openKey = (deviceId: string, sealed: Uint8Array, sealer: Sealer): string => Sealed.fromStored(sealed).open(sealer, purposeOf(deviceId));
