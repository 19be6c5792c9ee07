// A thread that asks and times. In the thread of the service, what that does once it has answered would be taken for a part of its answer.
import { Agent, request } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';

export interface TimedAsk {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Timed {
  readonly status: number;
  /** From the request to the last byte, in milliseconds. */
  readonly took: number;
}

const { hostname, port } = new URL(workerData as string);
const agent = new Agent({ keepAlive: true });

function timed({ path, headers }: TimedAsk): Promise<Timed> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, headers, agent }, (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, took: performance.now() - begun }));
    });
    sent.once('error', reject);
    sent.end();
  });
}

/** One after the other. */
async function allOf(asks: readonly TimedAsk[]): Promise<Timed[]> {
  const times: Timed[] = [];
  for (const ask of asks) times.push(await timed(ask));
  return times;
}

parentPort?.on('message', (asks: readonly TimedAsk[]) => void allOf(asks).then((times) => parentPort?.postMessage(times)));
