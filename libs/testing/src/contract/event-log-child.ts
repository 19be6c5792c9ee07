// A member of a group in a process of its own, to be killed: node event-log-child.ts <module with openEventLog> <group> <topic> pass|hold
// Tells the keys of each batch; with `hold` it never finishes one.
import type { EventLog } from '@ringfleet/messaging';

const [module = '', group = '', topic = '', mode = ''] = process.argv.slice(2);
const { openEventLog } = (await import(module)) as { openEventLog: () => EventLog };

await openEventLog().subscribe({
  group,
  topics: [topic],
  maxRecords: 10,
  onBatch: async (records) => {
    process.stdout.write(`${JSON.stringify(records.map(({ key }) => key))}\n`);
    if (mode === 'hold') await new Promise(() => undefined);
  },
});
process.stdin.resume();
