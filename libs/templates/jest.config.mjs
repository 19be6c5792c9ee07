import { preset } from '@ringfleet/testing/jest-preset.mjs';

export default preset();
