import { databasePreset } from '@ringfleet/testing/jest-preset.mjs';

export default databasePreset();
