import { Counter } from 'prom-client';

const service = 'profiles';
const files = new Counter({
  name: 'ringfleet_phone_files_total',
  help: 'Files that phones asked for: made, or kept from the last time.',
  labelNames: ['service', 'from'],
});
for (const from of ['made', 'kept']) files.inc({ service, from }, 0);

export const countFile = (from: 'made' | 'kept'): void => files.inc({ service, from });
