import type { TestService } from '@ringfleet/testing/service-harness';
import type { NotificationBody, Someone } from './import-ends.js';

export interface ReadEvent {
  readonly event: string;
  readonly id: string;
  readonly data: NotificationBody;
}

/** Reads one stream of Server-Sent Events. */
export class EventReader {
  private text = '';

  private constructor(
    readonly response: Response,
    private readonly chunks: ReadableStreamDefaultReader<string>,
    private readonly gone: AbortController,
  ) {}

  static async open(service: TestService, who: Someone, { url = service.url, query = '', lastEventId = '' } = {}): Promise<EventReader> {
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${await service.tokenFor(who)}`, ...(lastEventId && { 'last-event-id': lastEventId }) };
    const response = await fetch(`${url}/api/v1/notifications/stream${query}`, { headers, signal: gone.signal });
    if (!response.body) throw new Error('The stream has no body.');
    return new EventReader(response, response.body.pipeThrough(new TextDecoderStream()).getReader(), gone);
  }

  /** The next event; undefined when the server has ended the stream. Comments and other fields are passed over. */
  async next(): Promise<ReadEvent | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end < 0) {
        const { value, done } = await this.chunks.read();
        if (done) return undefined;
        this.text += value;
        continue;
      }
      const fields = new Map(
        this.text
          .slice(0, end)
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)] as const),
      );
      this.text = this.text.slice(end + 2);
      if (fields.has('event'))
        return { event: fields.get('event') ?? '', id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? '') as NotificationBody };
    }
  }

  close(): void {
    this.gone.abort();
  }
}
