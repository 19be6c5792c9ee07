// Kamailio, from Debian, as a registrar on this machine alone: node deploy/engines/run.mjs kamailio --folder DIR --port 5060
// It is started as in a container: deploy/kamailio/start.sh. `--subscribers FILE` has lines of user:password; without it phones register as they like. `--per-address N`: what is
// taken of one address in two seconds.
import { randomBytes } from 'node:crypto';
import { existsSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { launch, needPackages, takesConnections, untilReady } from './frame.mjs';

const EVERY_PHONE_IS_HERE = 1_000_000;
const START = join(import.meta.dirname, '../kamailio/start.sh');

export const install = (context) => needPackages(context, ['kamailio'], ['kamailio', 'kamailio-json-modules', 'kamailio-extra-modules']);

/**
 * Where device-control finds it is kept in the folder, as environment of that service: registrar.json.
 * @returns {Promise<import('./frame.mjs').Running>}
 */
export async function start({ folder, port, launched, subscribers, 'per-address': perAddress = EVERY_PHONE_IS_HERE }) {
  const environment = await environmentIn(folder, port);
  const [address, eventsPort] = environment.RINGFLEET_REGISTRAR_EVENTS.split(':');
  const env = {
    PATH: process.env.PATH,
    REGISTRAR_ADDRESS: address,
    REGISTRAR_SIP_PORT: String(port),
    REGISTRAR_EVENTS_PORT: eventsPort,
    REGISTRAR_RPC_PORT: new URL(environment.RINGFLEET_REGISTRAR_RPC).port,
    REGISTRAR_KEY: environment.RINGFLEET_REGISTRAR_KEY,
    REGISTRAR_CLIENTS: '127[.]0[.]0[.]1',
    REGISTRAR_PER_ADDRESS: String(perAddress),
    REGISTRAR_FOLDER: folder,
    ...(subscribers ? { REGISTRAR_SUBSCRIBERS_FILE: subscribers } : { REGISTRAR_OPEN: 'yes' }),
  };
  const child = launch('sh', [START], { cwd: folder, detached: true, output: openSync(join(folder, 'kamailio.log'), 'a'), env });
  launched(child);
  // Its processes do not end with the first of them, and would keep its ports.
  child.once('exit', () => endGroup(child.pid));
  await untilReady(child, async () => (await takesConnections(port)) && takesConnections(Number(eventsPort)));
  return { address: `127.0.0.1:${port}`, pid: child.pid, child, more: { environment } };
}

function endGroup(leader) {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // There is none left.
  }
}

/** The same at every start, so that who uses it finds it again. */
async function environmentIn(folder, port) {
  const file = join(folder, 'registrar.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const environment = {
    RINGFLEET_REGISTRAR_NAME: `127.0.0.1:${port}`,
    RINGFLEET_REGISTRAR_EVENTS: `127.0.0.1:${await freePort()}`,
    RINGFLEET_REGISTRAR_RPC: `http://127.0.0.1:${await freePort()}/RPC`,
    RINGFLEET_REGISTRAR_KEY: randomBytes(24).toString('base64url'),
  };
  writeFileSync(file, JSON.stringify(environment), { mode: 0o600 });
  return environment;
}
