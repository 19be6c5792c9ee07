import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { gunzipSync } from 'node:zlib';

/** A span as a collector passes it on (OTLP as JSON: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding). */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly name: string;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly attributes: Readonly<Record<string, string>>;
  /** Who did it. */
  readonly service: string;
}

interface WireSpan extends Omit<Span, 'parentSpanId' | 'links' | 'attributes' | 'service'> {
  readonly parentSpanId?: string;
  readonly links?: Span['links'];
  readonly attributes?: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
}

interface TracesRequest {
  readonly resourceSpans: readonly { readonly scopeSpans: readonly { readonly scope: { readonly name: string }; readonly spans: readonly WireSpan[] }[] }[];
}

/** The store behind a collector: keeps every span it is sent. */
export class TraceReceiver {
  readonly spans: Span[] = [];
  /** All that came, as it came. */
  text = '';

  private constructor(private readonly server: Server) {
    server.on('request', (request, response) => {
      void this.take(request).then(() => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'));
    });
  }

  static async listen(): Promise<TraceReceiver> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TraceReceiver(server);
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
    return `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async take(request: IncomingMessage): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts);
    const text = (request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
    this.text += text;
    const { resourceSpans } = JSON.parse(text) as TracesRequest;
    for (const { scope, spans } of resourceSpans.flatMap(({ scopeSpans }) => scopeSpans)) this.spans.push(...spans.map((span) => spanOf(span, scope.name)));
  }
}

const spanOf = ({ traceId, spanId, parentSpanId = '', name, links = [], attributes = [] }: WireSpan, service: string): Span => ({
  traceId,
  spanId,
  parentSpanId,
  name,
  links,
  attributes: Object.fromEntries(attributes.map(({ key, value }) => [key, String(Object.values(value)[0])])),
  service,
});

/** Settings of who sends spans there. What cannot be sent in time is dropped: that must not be soon where the machine has other things to do. */
export const tracingTo = (address: string): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: address,
  OTEL_EXPORTER_OTLP_TIMEOUT: '120000',
  OTEL_BSP_EXPORT_TIMEOUT: '120000',
});
