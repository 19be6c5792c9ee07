import { readMetrics, type ThreadMetrics } from '@ringfleet/observability';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';

type MaybeLater<T> = T | Promise<T> | undefined;

/**
 * Answers /metrics: all metrics of this process.
 * @param others gives those of its other threads, which are added
 */
export async function answerMetrics(response: ServerResponse, others: () => MaybeLater<readonly ThreadMetrics[] | undefined> = () => undefined): Promise<void> {
  try {
    const { contentType, text } = await readMetrics(await others());
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text);
  } catch {
    response.writeHead(500).end();
  }
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'];

/** Whether a request was made on this machine and comes from no proxy on it, which would speak for the world. */
export function isOfThisMachine({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  const address = socket.remoteAddress?.replace(/^::ffff:/, '') ?? ''; // ::ffff:127.0.0.1
  const isLoopback = address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
  return isLoopback && !FORWARDED.some((name) => headers[name] !== undefined);
}
