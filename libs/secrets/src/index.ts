export { CannotOpen, type CannotOpenCode } from './cannot-open.js';
export type { DecryptedSource, ReadRange } from './decrypted-source.js';
export { hashSecret, newSecret, verifySecret } from './random-secret.js';
export { Sealed } from './sealed.js';
export { Sealer } from './sealer.js';
export type { SealingKey } from './sealing-key.js';
