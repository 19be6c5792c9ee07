import { openHomeEventLog } from '@ringfleet/runtime';
import type { EventLog } from '@ringfleet/messaging';
import { createLogger } from '@ringfleet/observability';
import { readFileSync } from 'node:fs';
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
  /** The log that carries its events. Close it after use. */
  openEventLog(): Promise<EventLog>;
  /** Most memory that the process ever held, in MB; where it is one process of ours. */
  readonly peakMb?: () => number;
  close(): Promise<void>;
}

/** The one at BASE_URL with the keys in the file CREDENTIALS; where these are not set, one process on a home of its own, removed at the end. */
export async function openDeployment(): Promise<Deployment> {
  const { BASE_URL: url, CREDENTIALS: file } = process.env;
  if (url !== undefined && file !== undefined) {
    return deployment({ ...(JSON.parse(readFileSync(file, 'utf8')) as Credentials), url }, { openEventLog: noEventLog, close: async () => undefined });
  }
  const ringfleet = await RingfleetProcess.start();
  return deployment(ringfleet.credentials, {
    openEventLog: () => openHomeEventLog(ringfleet.home, createLogger({ service: 'e2e', level: 'error' })),
    peakMb: () => ringfleet.peakMb,
    close: () => ringfleet.remove(),
  });
}

async function deployment(credentials: Credentials, parts: Pick<Deployment, 'openEventLog' | 'peakMb' | 'close'>): Promise<Deployment> {
  const { url } = credentials;
  return { ...parts, url, credentials, administrator: await Api.signIn(url, credentials), reseller: (name) => resellerApi(credentials, name) };
}

/** Signed in with the key of a reseller of the demo data. */
export async function resellerApi({ url, resellers }: Credentials, name: string): Promise<Api> {
  const key = resellers.find((reseller) => reseller.name === name);
  if (!key) throw new Error(`credentials.json has no key of ${name}.`);
  return Api.signIn(url, key);
}

const noEventLog = (): Promise<EventLog> => Promise.reject(new Error('The event log of this deployment cannot be opened from here.'));
