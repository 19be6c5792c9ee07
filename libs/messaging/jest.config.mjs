import { databasePreset } from '@ringfleet/testing/jest-preset.mjs';

// Several brokers start side by side, each a virtual machine to warm up: on a busy machine that alone may take half a minute.
export default databasePreset({ globalSetup: '<rootDir>/test/global-setup.mjs', testTimeout: 90_000 });
