import type { INestApplicationContext } from '@nestjs/common';
import { isTransient } from '@ringfleet/messaging';
import { createLogger, type Logger, measureProcess, startTracing } from '@ringfleet/observability';
import { openService, type RunningService, type ServiceCard, startService } from '@ringfleet/service-kit';
import { setTimeout as pause } from 'node:timers/promises';
import { HttpAddressBook } from './http-address-book.js';
import { migrate } from './migrate.js';
import { openPorts } from './process-ports.js';
import { readServiceConfig, type ServiceConfig } from './service-config.js';
import { ServiceDoor } from './service-door.js';
import { ServiceIdentity } from './service-identity.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;

/** What a service can do beside `run` and `migrate`; the answer is written to standard output as JSON. */
export type ServiceCommands = Readonly<Record<string, (app: INestApplicationContext) => Promise<unknown>>>;

/**
 * A service in a process of its own: does the command that stands in the arguments (`run` if none) and ends the process with 0, or with 1 after a plain word on
 * standard error.
 */
export async function startServiceProcess(card: ServiceCard, commands: ServiceCommands = {}): Promise<void> {
  const log = createLogger({ service: card.name });
  try {
    await carryOut(card, commands, log);
    process.exit(0);
  } catch (error) {
    log.debug({ err: error }, 'the process ends');
    process.stderr.write(`${card.name}: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}

async function carryOut(card: ServiceCard, commands: ServiceCommands, log: Logger): Promise<void> {
  const [command = 'run'] = process.argv.slice(2);
  if (command === 'run') return run(card, readServiceConfig(card.name, process.env), log);
  if (command === 'migrate') return migrate(card, process.env, log);
  const own = commands[command];
  if (!own) throw new Error(`There is no command ${command}. There are: ${['run', 'migrate', ...Object.keys(commands)].join(', ')}.`);
  const config = readServiceConfig(card.name, process.env);
  const { ports, close } = await openPorts(card.name, config, addressesOf(card, config), log);
  const service = await openService(card, ports);
  const answer = await own(service.app);
  await service.close();
  await close();
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

/** Runs until the first SIGTERM or SIGINT, and then comes to an orderly end: not ready, requests finished, groups left. */
async function run(card: ServiceCard, config: ServiceConfig, log: Logger): Promise<void> {
  measureProcess();
  const stopTracing = await startTracing({ process: card.name, log });
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stopping.abort());
  const addresses = addressesOf(card, config);
  const door = new ServiceDoor(addresses);
  await door.listen(config.port, config.host);
  const service = await untilStarted(card, config, { addresses, door, log, signal: stopping.signal });
  if (!service) return door.close();
  door.serve(service.running);
  await becomeReady(service.running, door, { log, signal: stopping.signal });
  await aborted(stopping.signal);
  await door.close();
  await service.running.stop();
  await service.close();
  await stopTracing();
  log.info('stopped');
}

interface Start {
  readonly addresses: HttpAddressBook;
  readonly door: ServiceDoor;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

interface Started {
  readonly running: RunningService;
  readonly close: () => Promise<void>;
}

/** Engines that do not answer yet, and a schema that is not migrated yet, are waited for. Undefined if asked to stop meanwhile. */
async function untilStarted(card: ServiceCard, config: ServiceConfig, { addresses, door, log, signal }: Start): Promise<Started | undefined> {
  for (let wait = FIRST_PAUSE_MS; !signal.aborted; wait = Math.min(2 * wait, LONGEST_PAUSE_MS)) {
    try {
      return await start(card, config, addresses, log);
    } catch (error) {
      if (!isTransient(error)) throw error;
      door.markWaiting(error instanceof Error ? error.message : 'its engines');
      log.warn({ err: error, again: wait }, 'cannot start yet');
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  }
  return undefined;
}

async function start(card: ServiceCard, config: ServiceConfig, addresses: HttpAddressBook, log: Logger): Promise<Started> {
  const { ports, close } = await openPorts(card.name, config, addresses, log);
  try {
    return { running: await startService(card, ports), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Tried until it is, as engines may go away again meanwhile. */
async function becomeReady(service: RunningService, door: ServiceDoor, { log, signal }: Pick<Start, 'log' | 'signal'>): Promise<void> {
  while (!signal.aborted) {
    try {
      await Promise.race([service.ready(), aborted(signal)]);
      if (signal.aborted) return;
      door.markReady();
      log.info('ready');
      return;
    } catch (error) {
      log.warn({ err: error }, 'not ready yet');
      await pause(FIRST_PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

const addressesOf = (card: ServiceCard, { urls, serviceKey }: ServiceConfig): HttpAddressBook =>
  new HttpAddressBook(urls, new ServiceIdentity(serviceKey, card.name));

const aborted = (signal: AbortSignal): Promise<void> =>
  signal.aborted ? Promise.resolve() : new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
