import { preset } from '@ringfleet/testing/jest-preset.mjs';

// Browser and load tests are started on their own: they need a browser, or a machine to themselves.
export default preset({
  testMatch: ['<rootDir>/**/*.{spec,e2e-spec}.ts'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/dist/', '<rootDir>/browser/', '<rootDir>/load/', '<rootDir>/stack/', '<rootDir>/faults/stack/'],
  testTimeout: 120_000,
});
