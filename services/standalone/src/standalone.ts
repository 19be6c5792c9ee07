import { demoCredentials, directory } from '@ringfleet/directory';
import { files } from '@ringfleet/files';
import { inventory } from '@ringfleet/inventory';
import { notifications } from '@ringfleet/notifications';
import { createLogger } from '@ringfleet/observability';
import { profiles } from '@ringfleet/profiles';
import { type HomeRuntime, startHomeRuntime, writePrivate } from '@ringfleet/runtime';
import { type Ports, type RunningService, type ServiceCard, startService } from '@ringfleet/service-kit';
import { join } from 'node:path';
import type { StandaloneConfig } from './config.js';
import { FrontDoor } from './front-door.js';

// In the order in which they start: owners of what others copy first.
const CARDS: readonly ServiceCard[] = [directory, profiles, inventory, files, notifications];

/** Ringfleet in one process. */
export interface Standalone {
  readonly url: string;
  /** Resolves if the database of the home ends unasked: the process can do nothing more then. */
  readonly broken: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts every service on one home and waits until all are ready; then writes `credentials.json` into the home.
 * @param between what stands between services and their ports: nothing, or the faults of a test
 */
export async function startStandalone(config: StandaloneConfig, between: (ports: Ports) => Ports = (ports) => ports): Promise<Standalone> {
  const log = createLogger({ service: 'standalone' });
  const url = `http://${config.host}:${config.port}`;
  const door = new FrontDoor();
  const runtime = await startHomeRuntime({ path: config.home, publicUrl: url, demo: config.demo, settings: config.settings, log });
  const services: RunningService[] = [];
  const stop = async (): Promise<void> => {
    await door.close();
    await Promise.all(services.map((service) => service.stop()));
    await runtime.stop();
  };
  try {
    await door.listen(config.port, config.host);
    for (const card of CARDS) {
      services.push(await startService(card, between(await runtime.portsFor(card.name))));
      door.serve(services);
    }
    await Promise.all(services.map((service) => service.ready()));
    door.markReady();
    await writeCredentials(runtime, services, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, broken: runtime.databaseEnded, stop };
}

async function writeCredentials({ home }: HomeRuntime, services: readonly RunningService[], url: string): Promise<void> {
  const app = services.find(({ card }) => card === directory)?.app;
  const credentials = app && (await demoCredentials(app));
  if (credentials) writePrivate(join(home.path, 'credentials.json'), `${JSON.stringify({ url, ...credentials }, null, 2)}\n`);
}
