import { preset } from '@ringfleet/testing/jest-preset.mjs';

// The tests beside the sources of all projects in one run, for `npm run check`. They need no database: those that do lie in a project's test/.
export default preset({
  rootDir: '../..',
  testMatch: ['<rootDir>/{libs,services}/*/src/**/*.spec.ts'],
  modulePathIgnorePatterns: ['/dist/', '<rootDir>/.nx/'],
});
