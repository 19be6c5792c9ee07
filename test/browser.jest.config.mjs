// The console in a real browser, over one process on a home of its own.
import config from './jest.config.mjs';

export default {
  ...config,
  testMatch: ['<rootDir>/browser/*.e2e-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/browser/set-up.mjs',
  maxWorkers: 2,
};
