// A thread that answers phones at a port which it shares with others of its kind (`PhonesPort`).
import { Refused, systemClock } from '@ringfleet/kernel';
import { createLogger, metricsOfThread, startTracing } from '@ringfleet/observability';
import { phones } from '@ringfleet/profiles';
import { Sealer } from '@ringfleet/secrets';
import { answerJson, HttpDoor, problemOf, routesOf, serviceAt, startAnswering } from '@ringfleet/service-kit';
import { parentPort, workerData } from 'node:worker_threads';
import { withoutOrigin } from '../without-origin.js';
import type { FromThread, ThreadAnswer, ThreadStart, ToThread } from './thread-words.js';

const CLOSE_WITHIN_MS = 2_000;
const NOTHING_ELSE = new Refused(404, 'not_found', 'There are files of phones here, and nothing else.');

const { port, host, sealingKeys, isFirst, ...others } = workerData as ThreadStart;
const log = createLogger({ service: phones.name });
const stopTracing = await startTracing({ process: 'ringfleet', log });
const service = await startAnswering(phones, { ...others, log, clock: systemClock, sealer: new Sealer(sealingKeys) });
const routes = routesOf([phones]);
const door = new HttpDoor((request, response) => {
  request.url = withoutOrigin(request.url ?? '/');
  const path = request.url.split('?', 1)[0] ?? '/';
  if (serviceAt(routes, path)) return service.handle(request, response);
  answerJson(response, NOTHING_ELSE.status, problemOf(NOTHING_ELSE), 'application/problem+json');
});
await (isFirst ? door.listen({ port, host }, 'RINGFLEET_PHONES_PORT') : door.share({ port, host }));

parentPort?.on('message', (told: ToThread) => {
  if (told === 'stop') void stop();
  else
    void metricsOfThread().then(
      (metrics) => told.metricsTo.postMessage(metrics satisfies ThreadAnswer),
      () => told.metricsTo.postMessage(undefined satisfies ThreadAnswer),
    );
});
parentPort?.postMessage('listening' satisfies FromThread);

async function stop(): Promise<void> {
  await door.close(CLOSE_WITHIN_MS);
  await service.stop();
  await stopTracing();
  process.exit(0); // the thread alone
}
