export { type Home, openHome } from './home/home.js';
export { HomeInUse } from './home/home-lock.js';
export { type HomePostgres, startHomePostgres } from './home/home-postgres.js';
export { createPrivate, writePrivate } from './home/private-files.js';
export type { ServiceDatabase } from './home/service-database.js';
export { HomeNotRunning, openHomeEventLog } from './home-event-log.js';
export { type HomeOptions, type HomeRuntime, startHomeRuntime } from './home-runtime.js';
