import type { Ports } from '@ringfleet/service-kit';
import { CARDS, startStandalone } from '@ringfleet/standalone';
import { freePort } from '@ringfleet/testing';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../../support/api.js';
import { resellerApi } from '../../support/deployment.js';
import type { Credentials } from '../../support/views.js';

/** All services in this process on a home of their own, with the demo data; and the way into each one's database. */
export interface AccessWorld {
  readonly url: string;
  readonly administrator: Api;
  administratorToken(): Promise<string>;
  /** Of directory's secrets. */
  readonly sealer: Ports['sealer'];
  reseller(name: string): Promise<Api>;
  /** By service: the URLs of its own role and of the role that owns its tables. */
  readonly databases: ReadonlyMap<string, { readonly appUrl: string; readonly ownerUrl: string }>;
  /** Resolves once what every service has said so far stands in the others' copies. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<AccessWorld> {
  const home = mkdtempSync(join(tmpdir(), 'ringfleet-access-'));
  const sealers: Ports['sealer'][] = [];
  const databases: { readonly appUrl: string; readonly ownerUrl: string }[] = [];
  const config = { home, port: await freePort(), host: '127.0.0.1', demo: true, settings: {} };
  const running = await startStandalone(config, (ports): Ports => {
    databases.push({ appUrl: ports.database.appUrl, ownerUrl: ports.database.ownerUrl ?? '' });
    sealers.push(ports.sealer);
    return ports;
  });
  const credentials = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as Credentials;
  const [sealer] = sealers;
  if (!sealer) throw new Error('No service was started.');
  return {
    url: running.url,
    sealer,
    administratorToken: () => Api.tokenFor(running.url, credentials),
    administrator: await Api.signIn(running.url, credentials),
    reseller: (name) => resellerApi(credentials, name),
    // Services start one after the other, in the order of the cards.
    databases: new Map(CARDS.flatMap(({ name }, at) => (databases[at] ? [[name, databases[at]]] : []))),
    settled: () => running.settled(),
    close: async () => {
      await running.stop();
      rmSync(home, { recursive: true });
    },
  };
}
