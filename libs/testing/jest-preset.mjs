// Jest for every project: TypeScript through SWC, native ES modules.
// Needs NODE_OPTIONS=--experimental-vm-modules, which the test target in nx.json sets.

/** How TypeScript is made JavaScript in tests. */
export const swc = {
  sourceMaps: 'inline',
  module: { type: 'es6' },
  jsc: {
    target: 'es2022',
    parser: { syntax: 'typescript', decorators: true },
    transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: true },
    keepClassNames: true,
  },
};

/** Settings of a project without a database; `overrides` win. */
export const preset = (overrides = {}) => ({
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.spec.ts', '<rootDir>/test/**/*.{contract,service,e2e}-spec.ts', '<rootDir>/test/**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest', swc] },
  // Sources name their neighbours as they are called once compiled: './clock.js' is clock.ts here.
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  // Our own packages are read from src, nothing need be built first.
  testEnvironmentOptions: { customExportConditions: ['@ringfleet/source', 'node', 'node-addons'] },
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  // Suites that load Nest and the ORM leave much behind in a worker.
  workerIdleMemoryLimit: '400MB',
  // Ends what hangs; how fast anything is, ratios in test/load say. A machine whose processors are lent to others has been seen ten times slower than at rest.
  testTimeout: 600_000,
  ...overrides,
});

/** Settings of a project whose tests use PostgreSQL. */
export const databasePreset = (overrides = {}) =>
  preset({
    globalSetup: '@ringfleet/testing/global-setup.mjs',
    globalTeardown: '@ringfleet/testing/global-teardown.mjs',
    ...overrides,
  });
