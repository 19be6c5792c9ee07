import { preset } from '@ringfleet/testing/jest-preset.mjs';

// Those in a browser and over the stack have configurations of their own; load tests are started by hand, on a machine to themselves.
export default preset({
  testMatch: ['<rootDir>/**/*.{spec,e2e-spec}.ts'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/dist/',
    '<rootDir>/browser/',
    '<rootDir>/keycloak/',
    '<rootDir>/load/',
    '<rootDir>/stack/',
    '<rootDir>/faults/stack/',
  ],
});
