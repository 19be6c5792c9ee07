import { preset } from '@ringfleet/testing/jest-preset.mjs';

// MinIO is built at the first time, which takes minutes: no test waits for that.
export default preset({ globalSetup: '<rootDir>/test/install-minio.mjs' });
