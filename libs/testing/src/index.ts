export { freePort } from '../../../deploy/engines/free-port.mjs';
export { Child } from './child.js';
export { type Kamailio, startKamailio } from './kamailio.js';
export { type Kafka, startKafka } from './kafka.js';
export { type Minio, startMinio, type TestBucket } from './minio.js';
export { Phone, type PhoneOptions } from './phone.js';
export { type Postgres, type PostgresOptions, startPostgres } from './postgres.js';
export { Sipp, type SippMessage, type SippOptions, type SippPhone } from './sipp.js';
export { createTestDatabase, type TestDatabase } from './test-database.js';
