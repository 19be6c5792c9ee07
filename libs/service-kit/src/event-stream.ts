import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

export interface StreamEvent {
  readonly event: string;
  readonly id: string;
  readonly data: unknown;
}

const HEADERS = new Headers({ 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-cache, no-transform', 'x-accel-buffering': 'no' });
const HEARTBEAT_MS = 15_000;
const RETRY_MS = 2_000;

export const isEventStream = (response: ServerResponse): boolean => String(response.getHeader('content-type')).startsWith('text/event-stream');

/** A response that goes on as Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html). */
export class EventStream {
  private readonly gone = new AbortController();

  /** @param onClose called once when the stream ends, by whichever side. */
  constructor(
    private readonly response: ServerResponse,
    onClose: () => void,
    { longestMs, heartbeatMs = HEARTBEAT_MS }: { readonly longestMs: number; readonly heartbeatMs?: number },
  ) {
    // Not by writeHead alone, whose headers nobody can ask for afterwards (isEventStream).
    response.setHeaders(HEADERS);
    response.writeHead(200);
    response.write(`retry: ${RETRY_MS}\n\n`);
    const heartbeat = setInterval(() => this.beat(), heartbeatMs).unref();
    const end = setTimeout(() => this.close(), longestMs).unref();
    response.once('close', () => {
      clearInterval(heartbeat);
      clearTimeout(end);
      this.gone.abort();
      onClose();
    });
    response.on('error', () => undefined); // 'close' follows
  }

  get closed(): boolean {
    return this.gone.signal.aborted || this.response.writableEnded;
  }

  /** Resolves when the client takes more. */
  async send({ event, id, data }: StreamEvent): Promise<void> {
    if (this.closed) return;
    const taken = this.response.write(`event: ${event}\nid: ${id}\ndata: ${JSON.stringify(data)}\n\n`);
    if (!taken) await once(this.response, 'drain', { signal: this.gone.signal }).catch(() => undefined);
  }

  close(): void {
    this.response.end();
  }

  /** Tells proxies and the client that the line is alive; one that does not even take events needs no more. */
  private beat(): void {
    if (!this.response.writableNeedDrain) this.response.write(': alive\n\n');
  }
}
