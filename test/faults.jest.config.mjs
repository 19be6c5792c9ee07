// `npm run test:faults`: everything that can break is broken while an import of 50,000 rows is under way over `npm run stack`.
import config from './jest.config.mjs';

export default {
  ...config,
  testMatch: ['<rootDir>/faults/stack/{many-faults,poison}.e2e-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/faults/stack/set-up.mjs',
  globalTeardown: '<rootDir>/faults/stack/tear-down.mjs',
  // One after the other: they share a deployment.
  maxWorkers: 1,
};
