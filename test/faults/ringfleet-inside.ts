import { openHomeEventLog } from '@ringfleet/runtime';
import type { EventLog } from '@ringfleet/messaging';
import { createLogger } from '@ringfleet/observability';
import type { Ports } from '@ringfleet/service-kit';
import { startStandalone } from '@ringfleet/standalone';
import { freePort } from '@ringfleet/testing';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Api } from '../support/api.js';
import type { Credentials } from '../support/views.js';

/** All services in this process, on a home of their own. */
export interface RingfleetInside {
  readonly api: Api;
  /** The log as it is, with no fault between. */
  readonly log: EventLog;
  /** Stops it and removes the home. */
  readonly remove: () => Promise<void>;
}

/** @param between the faults to put between a service and its event log */
export async function startInside(between: (log: EventLog) => EventLog): Promise<RingfleetInside> {
  const home = mkdtempSync(join(tmpdir(), 'ringfleet-inside-'));
  const config = { home, port: await freePort(), host: '127.0.0.1', demo: true, settings: {} };
  const running = await startStandalone(config, (ports): Ports => ({ ...ports, eventLog: between(ports.eventLog) }));
  const credentials = JSON.parse(readFileSync(join(home, 'credentials.json'), 'utf8')) as Credentials;
  const log = await openHomeEventLog(home, createLogger({ service: 'faults', level: 'error' }));
  return {
    api: await Api.signIn(running.url, credentials),
    log,
    remove: async () => {
      await log.close();
      await running.stop();
      rmSync(home, { recursive: true });
    },
  };
}
