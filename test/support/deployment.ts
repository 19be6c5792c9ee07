import { openOperatorEventLog } from '@ringfleet/runtime';
import type { EventLog } from '@ringfleet/messaging';
import { createLogger } from '@ringfleet/observability';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api.js';
import { RingfleetProcess } from './ringfleet-process.js';
import type { Credentials } from './views.js';

/** A running Ringfleet with the demo data, as scenarios see it: an address and keys, however it is run. */
export interface Deployment {
  readonly url: string;
  readonly credentials: Credentials;
  readonly administrator: Api;
  /** With the key of a reseller of the demo data. */
  reseller(name: string): Promise<Api>;
  /** The environment in which its operator calls the command line. */
  readonly operator: Readonly<Record<string, string>>;
  /** The log that carries its events. Close it after use. */
  openEventLog(): Promise<EventLog>;
  /** Most memory that the process ever held, in MB; where it is one process of ours. */
  readonly peakMb?: () => number;
  close(): Promise<void>;
}

/**
 * As RINGFLEET_TEST_DEPLOYMENT says: `standalone` (if it says nothing) is one process on a home of its own, removed at the end; `stack` is the one in the folder
 * RINGFLEET_STACK, which runs already.
 * @param env settings of the one process
 */
export async function openDeployment(env: Readonly<Record<string, string>> = {}): Promise<Deployment> {
  const { RINGFLEET_TEST_DEPLOYMENT: kind = 'standalone', RINGFLEET_STACK: stack = '' } = process.env;
  if (kind === 'stack') return deployment(stackOperator(stack), { close: async () => undefined });
  if (kind !== 'standalone') throw new Error(`RINGFLEET_TEST_DEPLOYMENT is ${kind}; give standalone or stack.`);
  const ringfleet = await RingfleetProcess.start({ env });
  return deployment({ RINGFLEET_HOME: ringfleet.home }, { peakMb: () => ringfleet.peakMb, close: () => ringfleet.remove() });
}

/** Its folder has credentials.json, as a home. */
function stackOperator(folder: string): Operator {
  const { ports } = JSON.parse(readFileSync(join(folder, 'stack.json'), 'utf8')) as { readonly ports: { readonly kafka: number } };
  return { RINGFLEET_HOME: folder, RINGFLEET_KAFKA_BROKERS: `127.0.0.1:${ports.kafka}` };
}

type Operator = Readonly<Record<string, string>> & { readonly RINGFLEET_HOME: string };

async function deployment(operator: Operator, parts: Pick<Deployment, 'peakMb' | 'close'>): Promise<Deployment> {
  const credentials = JSON.parse(readFileSync(join(operator.RINGFLEET_HOME, 'credentials.json'), 'utf8')) as Credentials;
  const { url } = credentials;
  return {
    ...parts,
    url,
    credentials,
    operator,
    administrator: await Api.signIn(url, credentials),
    reseller: (name) => resellerApi(credentials, name),
    openEventLog: () => openOperatorEventLog(operator, operator.RINGFLEET_HOME, createLogger({ service: 'e2e', level: 'error' })),
  };
}

/** Signed in with the key of a reseller of the demo data. */
export async function resellerApi({ url, resellers }: Credentials, name: string): Promise<Api> {
  const key = resellers.find((reseller) => reseller.name === name);
  if (!key) throw new Error(`credentials.json has no key of ${name}.`);
  return Api.signIn(url, key);
}
