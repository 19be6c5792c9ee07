import { resolve } from 'node:path';

/** How the one process is run; from the environment. */
export interface StandaloneConfig {
  readonly home: string;
  readonly port: number;
  readonly host: string;
  /** A port for phones alone, and how many threads take it; left out: phones come to `port`. */
  readonly phones?: { readonly port: number; readonly threads: number };
  readonly demo: boolean;
  readonly settings: Readonly<Record<string, string | undefined>>;
}

const DEFAULT_THREADS = '2';
const MOST_THREADS = 64;

/**
 * RINGFLEET_HOME (default .ringfleet), RINGFLEET_PORT (8080), RINGFLEET_HOST (127.0.0.1), RINGFLEET_PHONES_PORT (none), RINGFLEET_PHONES_THREADS (2), RINGFLEET_DEMO (on | off). Throws what is wrong and how to mend it.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): StandaloneConfig {
  const port = numberIn(env, 'RINGFLEET_PORT', { most: 65_535, otherwise: '8080' });
  const host = env['RINGFLEET_HOST'] || '127.0.0.1';
  const demo = env['RINGFLEET_DEMO'] || 'on';
  if (demo !== 'on' && demo !== 'off') throw new Error(`RINGFLEET_DEMO is ${demo}; give on or off.`);
  const settings = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('RINGFLEET_')));
  const common = { home: resolve(env['RINGFLEET_HOME'] || '.ringfleet'), port, host, demo: demo === 'on' };
  if (!env['RINGFLEET_PHONES_PORT']) return { ...common, settings };
  const phones = {
    port: numberIn(env, 'RINGFLEET_PHONES_PORT', { most: 65_535 }),
    threads: numberIn(env, 'RINGFLEET_PHONES_THREADS', { most: MOST_THREADS, otherwise: DEFAULT_THREADS }),
  };
  if (phones.port === port) throw new Error(`RINGFLEET_PHONES_PORT and RINGFLEET_PORT are both ${port}; give phones a port of their own.`);
  // What phones are told to come to, unless the operator says where they reach it.
  const urls = env['RINGFLEET_PROVISIONING_URLS'] || `http://${host}:${phones.port}`;
  return { ...common, phones, settings: { ...settings, RINGFLEET_PROVISIONING_URLS: urls } };
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
