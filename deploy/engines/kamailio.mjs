// Kamailio, from Debian, as a registrar on this machine alone: node deploy/engines/run.mjs kamailio --folder DIR --port 5060
// The configuration is deploy/kamailio/kamailio.cfg. `--subscribers FILE` has lines of user:password; without it phones register as they like.
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port.mjs';
import { launch, needPackages, takesConnections, untilReady } from './frame.mjs';

const CONFIGURATION = join(import.meta.dirname, '../kamailio/kamailio.cfg');

export const install = (context) => needPackages(context, ['kamailio'], ['kamailio', 'kamailio-json-modules', 'kamailio-extra-modules']);

/**
 * Where device-control finds it is kept in the folder, as environment of that service: registrar.json.
 * @returns {Promise<import('./frame.mjs').Running>}
 */
export async function start({ folder, port, launched, subscribers }) {
  const environment = await environmentIn(folder, port);
  const config = join(folder, 'kamailio.cfg');
  writeFileSync(config, configuration({ folder, port, environment, subscribers }), { mode: 0o600 });
  const flags = ['-f', config, '-DD', '-E', '-m', '256', '-M', '16', '-P', join(folder, 'kamailio.pid'), '-Y', folder];
  const child = launch('kamailio', flags, { cwd: folder, detached: true, output: openSync(join(folder, 'kamailio.log'), 'a') });
  launched(child);
  // Its processes do not end with the first of them, and would keep its ports.
  child.once('exit', () => endGroup(child.pid));
  const [, eventsPort] = environment.RINGFLEET_REGISTRAR_EVENTS.split(':');
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

function configuration({ folder, port, environment, subscribers }) {
  const rpc = new URL(environment.RINGFLEET_REGISTRAR_RPC);
  const values = {
    BIND_SIP: `127.0.0.1:${port}`,
    BIND_RPC: rpc.host,
    BIND_EVENTS: environment.RINGFLEET_REGISTRAR_EVENTS,
    RPC_PORT: rpc.port,
    RPC_KEY: environment.RINGFLEET_REGISTRAR_KEY,
    CLIENTS: '127[.]0[.]0[.]1',
    RUN_FOLDER: folder,
    ...(subscribers && { SUBSCRIBERS: `text://${subscribersIn(folder, subscribers)}` }),
  };
  const lines = Object.entries(values).map(([name, value]) => `#!substdef "!${name}!${value}!g"\n`);
  return `#!KAMAILIO\n${lines.join('')}${subscribers ? '#!define WITH_SUBSCRIBERS\n' : ''}include_file "${CONFIGURATION}"\n`;
}

/** A table as db_text reads it, in a folder of its own: an empty field would be refused, and a colon or backslash of a password is none of the table's. */
function subscribersIn(folder, file) {
  const database = join(folder, 'subscribers');
  mkdirSync(database, { recursive: true, mode: 0o700 });
  const rows = readFileSync(file, 'utf8').replaceAll(/^([^:\n]+):(.*)$/gm, (_, user, password) => `${user}:${password.replaceAll(/[:\\]/g, '\\$&')}`);
  writeFileSync(join(database, 'subscriber'), `username(string) password(string)\n${rows}`, { mode: 0o600 });
  return database;
}
