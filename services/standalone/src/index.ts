export { CARDS, ROUTES } from './cards.js';
export { CONSOLE } from './console-files.js';
export type { StandaloneConfig } from './config.js';
export { type Standalone, startStandalone } from './standalone.js';
