// sipp, which plays phones in tests: node deploy/engines/install.mjs sipp
import { needPackages } from './frame.mjs';

export const install = (context) => needPackages(context, ['sipp'], ['sip-tester']);

export function start() {
  throw new Error('sipp is a tool, it does not run: sipp -sf SCENARIO HOST:PORT');
}
