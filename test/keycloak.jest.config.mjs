// The console in a real browser with Keycloak as the issuer: minutes on a machine that has it, and 160 MB to have it; by hand (npm run test:keycloak).
import config from './jest.config.mjs';

export default {
  ...config,
  testMatch: ['<rootDir>/keycloak/*.e2e-spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/browser/set-up.mjs',
};
