// kcat, which reads and writes Kafka from the command line: node deploy/engines/install.mjs kcat
import { needPackages } from './frame.mjs';

export const install = (context) => needPackages(context, ['kcat'], ['kcat']);

export function start() {
  throw new Error('kcat is a tool, it does not run: kcat -b 127.0.0.1:9092 -L');
}
