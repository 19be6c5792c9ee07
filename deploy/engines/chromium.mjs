// Chromium, in which the console is tried: node deploy/engines/install.mjs chromium
import { needPackages } from './frame.mjs';

export const install = (context) => needPackages(context, ['chromium'], ['chromium', 'fonts-dejavu-core']);

export function start() {
  throw new Error('chromium is started by the tests in test/browser.');
}
