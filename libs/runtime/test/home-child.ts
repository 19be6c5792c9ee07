// A process that works in a home, for tests that kill it: says on standard output what it has, then stays until SIGTERM or SIGINT, which it takes
// as `npm start` does: it writes once more, stops the server and gives the home back.
import { Client } from 'pg';
import { openHome } from '../src/home/home.js';
import { startHomePostgres } from '../src/home/home-postgres.js';

const say = (what: object): void => void process.stdout.write(`${JSON.stringify(what)}\n`);

const home = openHome(process.argv[2] ?? '');
say({ pid: process.pid });
const postgres = await startHomePostgres(home);
const { ownerUrl, appUrl } = await postgres.ensureDatabase('inventory');

async function leave(): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query('create table written_after_the_signal ()');
  await client.end();
  await postgres.stop();
  home.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => void leave());
process.stdin.resume(); // stays
say({ ownerUrl, appUrl });
