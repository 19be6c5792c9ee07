import { databasePreset } from '@ringfleet/testing/jest-preset.mjs';

export default databasePreset({ globalSetup: '<rootDir>/test/global-setup.mjs' });
