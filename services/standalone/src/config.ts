import { isIPv6 } from 'node:net';
import { resolve } from 'node:path';

/** A port for phones alone, and how many threads take it. */
export interface PhonesPlace {
  readonly port: number;
  readonly host: string;
  readonly threads: number;
}

/** How the one process is run; from the environment. */
export interface StandaloneConfig {
  readonly home: string;
  readonly port: number;
  readonly host: string;
  /** Left out: phones come to `port`. */
  readonly phones?: PhonesPlace;
  readonly demo: boolean;
  readonly settings: Readonly<Record<string, string | undefined>>;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Each has some connections to the database, which takes 200. */
const MOST_THREADS = 16;

/**
 * RINGFLEET_HOME (default .ringfleet), RINGFLEET_PORT (8080), RINGFLEET_HOST (127.0.0.1), RINGFLEET_DEMO (on | off); RINGFLEET_PHONES_PORT (none), RINGFLEET_PHONES_HOST (RINGFLEET_HOST), RINGFLEET_PHONES_THREADS (2). Throws what is wrong and
 * how to mend it.
 */
export function readConfig(env: Environment): StandaloneConfig {
  const port = numberIn(env, 'RINGFLEET_PORT', { most: 65_535, otherwise: '8080' });
  const host = env['RINGFLEET_HOST'] || '127.0.0.1';
  const demo = env['RINGFLEET_DEMO'] || 'on';
  if (demo !== 'on' && demo !== 'off') throw new Error(`RINGFLEET_DEMO is ${demo}; give on or off.`);
  const settings = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('RINGFLEET_')));
  const config = { home: resolve(env['RINGFLEET_HOME'] || '.ringfleet'), port, host, demo: demo === 'on', settings };
  const phones = phonesIn(env, host);
  if (!phones) return config;
  if (phones.port === port) throw new Error(`RINGFLEET_PHONES_PORT and RINGFLEET_PORT are both ${port}; give phones a port of their own.`);
  return { ...config, phones, settings: { ...settings, RINGFLEET_PROVISIONING_URLS: env['RINGFLEET_PROVISIONING_URLS'] || urlOf(phones) } };
}

function phonesIn(env: Environment, hostOfAll: string): PhonesPlace | undefined {
  if (!env['RINGFLEET_PHONES_PORT']) {
    const alone = ['RINGFLEET_PHONES_HOST', 'RINGFLEET_PHONES_THREADS'].find((name) => env[name]);
    if (alone) throw new Error(`${alone} is given, but phones have no port of their own; give RINGFLEET_PHONES_PORT too.`);
    return undefined;
  }
  return {
    port: numberIn(env, 'RINGFLEET_PHONES_PORT', { most: 65_535 }),
    host: env['RINGFLEET_PHONES_HOST'] || hostOfAll,
    threads: numberIn(env, 'RINGFLEET_PHONES_THREADS', { most: MOST_THREADS, otherwise: '2' }),
  };
}

/** What phones are told to come to, unless the operator says where they reach it. */
function urlOf({ host, port }: PhonesPlace): string {
  if (host === '0.0.0.0' || host === '::')
    throw new Error(
      `Phones cannot be told to come to ${host}; say in RINGFLEET_PROVISIONING_URLS where they reach port ${port}: http://phones.example.net:${port}`,
    );
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

/** A whole number from 1 to `most`. */
function numberIn(
  env: Readonly<Record<string, string | undefined>>,
  name: string,
  { most, otherwise = '' }: { readonly most: number; readonly otherwise?: string },
): number {
  const text = env[name] || otherwise;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < 1 || number > most) throw new Error(`${name} is ${text}; give a whole number from 1 to ${most}.`);
  return number;
}
