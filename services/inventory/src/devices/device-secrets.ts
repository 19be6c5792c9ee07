import type { Sealed } from '@ringfleet/secrets';

/** The secrets of a device (PRV-03), by the names of the API. */
export const SECRET_NAMES = ['secret', 'httpUsername', 'httpPassword', 'asciiKey'] as const;
export type SecretName = (typeof SECRET_NAMES)[number];
/** All of them, null where the device has none. */
export type DeviceSecrets = Readonly<Record<SecretName, Sealed | null>>;

export const NO_SECRETS: DeviceSecrets = { secret: null, httpUsername: null, httpPassword: null, asciiKey: null };
export const secretPurpose = (deviceId: string, name: SecretName): string => `device:${deviceId}:${name}`;
