import { demoCredentials, directory } from '@ringfleet/directory';
import { createLogger, type Logger } from '@ringfleet/observability';
import { type HomeRuntime, startHomeRuntime, writePrivate } from '@ringfleet/runtime';
import { type Ports, type RunningService, startService } from '@ringfleet/service-kit';
import { join } from 'node:path';
import { CARDS, ROUTES } from './cards.js';
import type { PhonesPlace, StandaloneConfig } from './config.js';
import { FrontDoor } from './front-door.js';
import { PhonesPort } from './phones/phones-port.js';

/** What to say when it ended unasked: the process can do nothing more then. */
export const DATABASE_ENDED = 'The database ended unexpectedly; see logs/postgres.log in the home. Start Ringfleet again: it goes on where it stopped.';

/** Ringfleet in one process. */
export interface Standalone {
  readonly url: string;
  /** Resolves when the database of the home has ended. */
  readonly broken: Promise<void>;
  /** Resolves once what every service has said so far stands in the others' copies. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts every service on one home and waits until all are ready; then writes `credentials.json` into the home.
 * @param between what stands between services and their ports: nothing, or the faults of a test
 */
export async function startStandalone(config: StandaloneConfig, between: (ports: Ports) => Ports = (ports) => ports): Promise<Standalone> {
  const log = createLogger({ service: 'standalone' });
  const url = `http://${config.host}:${config.port}`;
  const door = new FrontDoor(ROUTES);
  const runtime = await startHomeRuntime({ path: config.home, publicUrl: url, demo: config.demo, settings: config.settings, log });
  const services: RunningService[] = [];
  const allReady = async (): Promise<void> => void (await Promise.all(services.map((service) => service.ready())));
  let phones: PhonesPort | undefined;
  const stopServices = async (): Promise<void> => {
    await Promise.all([door.close(), phones?.stop()]);
    await Promise.all(services.map((service) => service.stop()));
  };
  const stop = async (): Promise<void> => {
    // Services wait for a database that is away: once it has ended nobody waits for them.
    await Promise.race([stopServices(), runtime.databaseEnded]);
    await runtime.stop();
  };
  const start = async (): Promise<void> => {
    await door.listen(config.port, config.host);
    for (const card of CARDS) {
      services.push(await startService(card, between(await runtime.portsFor(card.name))));
      door.serve(services);
    }
    if (config.phones) {
      phones = await phonesPortOf(runtime, { phones: config.phones, log });
      door.tellOf(phones);
      await phones.open();
    }
    await allReady();
    door.markReady();
    await writeCredentials(runtime, services, url);
  };
  try {
    await Promise.race([start(), runtime.databaseEnded.then(() => Promise.reject(new Error(DATABASE_ENDED)))]);
  } catch (error) {
    await stop();
    throw error;
  }
  const settled = async (): Promise<void> => {
    await allReady(); // what was said is in the log
    await allReady(); // and heard
  };
  return { url, broken: runtime.databaseEnded, settled, stop };
}

async function phonesPortOf(runtime: HomeRuntime, { phones, log }: { readonly phones: PhonesPlace; readonly log: Logger }): Promise<PhonesPort> {
  const { issuer, publicUrl, settings, database, trustedProxies } = await runtime.portsFor('profiles');
  const { host, port } = phones;
  const data = { port, host, sealingKeys: runtime.home.sealingKeys, issuer, publicUrl, settings, database, ...(trustedProxies && { trustedProxies }) };
  // Elsewhere a port cannot be shared in this way.
  const threads = process.platform === 'linux' ? phones.threads : 1;
  return new PhonesPort(data, { threads, log });
}

async function writeCredentials({ home }: HomeRuntime, services: readonly RunningService[], url: string): Promise<void> {
  const app = services.find(({ card }) => card === directory)?.app;
  const credentials = app && (await demoCredentials(app));
  if (credentials) writePrivate(join(home.path, 'credentials.json'), `${JSON.stringify({ url, ...credentials }, null, 2)}\n`);
}
