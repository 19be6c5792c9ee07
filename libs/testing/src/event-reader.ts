import type { TestService, Who } from './service-harness.js';

export interface ReadEvent<Data> {
  readonly event: string;
  readonly id: string;
  readonly data: Data;
}

export interface Opened {
  readonly as?: Who;
  /** Of another instance of the service. */
  readonly url?: string;
  readonly lastEventId?: string;
}

/** Reads one stream of Server-Sent Events. */
export class EventReader<Data> {
  private text = '';

  private constructor(
    readonly response: Response,
    private readonly chunks: ReadableStreamDefaultReader<string>,
    private readonly gone: AbortController,
  ) {}

  static async open<Data>(service: TestService, path: string, { as = {}, url = service.url, lastEventId = '' }: Opened = {}): Promise<EventReader<Data>> {
    const gone = new AbortController();
    const headers = { authorization: `Bearer ${await service.tokenFor(as)}`, ...(lastEventId && { 'last-event-id': lastEventId }) };
    const response = await fetch(`${url}${path}`, { headers, signal: gone.signal });
    if (!response.body) throw new Error('The stream has no body.');
    return new EventReader(response, response.body.pipeThrough(new TextDecoderStream()).getReader(), gone);
  }

  /** The next event; undefined when the server has ended the stream. Comments and other fields are passed over. */
  async next(): Promise<ReadEvent<Data> | undefined> {
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
      if (fields.has('event')) return { event: fields.get('event') ?? '', id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? '') as Data };
    }
  }

  close(): void {
    this.gone.abort();
  }
}
