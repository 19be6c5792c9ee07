// The scenarios of e2e/ again, unchanged, over `npm run stack`. What is about the home of one process is named home… and stays out.
import config from './jest.config.mjs';

export default {
  ...config,
  testMatch: ['<rootDir>/e2e/*.e2e-spec.ts', '<rootDir>/stack/*.e2e-spec.ts', '<rootDir>/faults/stack/few-faults.e2e-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/e2e/home'],
  globalSetup: '<rootDir>/stack/set-up.mjs',
  globalTeardown: '<rootDir>/stack/tear-down.mjs',
  testSequencer: '<rootDir>/stack/sequencer.mjs',
  // One after the other: they share a deployment, and some look at what was last.
  maxWorkers: 1,
};
