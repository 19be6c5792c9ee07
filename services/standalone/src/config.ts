import { resolve } from 'node:path';

/** How the one process is run; from the environment. */
export interface StandaloneConfig {
  readonly home: string;
  readonly port: number;
  readonly host: string;
  readonly demo: boolean;
  readonly settings: Readonly<Record<string, string | undefined>>;
}

/** RINGFLEET_HOME (default .ringfleet), RINGFLEET_PORT (8080), RINGFLEET_HOST (127.0.0.1), RINGFLEET_DEMO (on | off). Throws what is wrong and how to mend it. */
export function readConfig(env: Readonly<Record<string, string | undefined>>): StandaloneConfig {
  const port = Number(env['RINGFLEET_PORT'] ?? '8080');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`RINGFLEET_PORT is ${env['RINGFLEET_PORT']}; give a port from 1 to 65535.`);
  const demo = env['RINGFLEET_DEMO'] ?? 'on';
  if (demo !== 'on' && demo !== 'off') throw new Error(`RINGFLEET_DEMO is ${demo}; give on or off.`);
  const settings = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('RINGFLEET_')));
  return { home: resolve(env['RINGFLEET_HOME'] ?? '.ringfleet'), port, host: env['RINGFLEET_HOST'] ?? '127.0.0.1', demo: demo === 'on', settings };
}
