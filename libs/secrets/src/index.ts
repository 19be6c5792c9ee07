export type { SealingKey } from './sealing-key.js';
