import { Code, ConnectError, type ConnectRouter, type Interceptor, type Transport } from '@connectrpc/connect';
import { connectNodeAdapter, createConnectTransport } from '@connectrpc/connect-node';
import { traceparentOf, withTraceparent } from '@ringfleet/observability';
import type { AddressBook, ServiceName } from '@ringfleet/service-kit';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { notAnsweredAsUnavailable, transientAsUnavailable } from './query-failures.js';
import type { ServiceIdentity } from './service-identity.js';

/** Queries are asked below this path of each process; the front door does not send there. */
export const QUERIES_PATH = '/queries';

const ANSWER_WITHIN_MS = 10_000;

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Queries between services in processes of their own: Connect over HTTP, each with a token that names who asks. */
export class HttpAddressBook implements AddressBook {
  private handler: Handler | undefined;

  constructor(
    private readonly urls: Readonly<Record<ServiceName, readonly string[]>>,
    private readonly identity: ServiceIdentity,
  ) {}

  answers(_: ServiceName, routes: (router: ConnectRouter) => void): void {
    this.handler = connectNodeAdapter({ routes, requestPathPrefix: QUERIES_PATH, interceptors: [transientAsUnavailable] });
  }

  /** Answers a request below `QUERIES_PATH`; 503 while this process answers no queries (yet), 401 to who is none of us. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { handler } = this;
    const isKnown = await this.identity.knows(request.headers.authorization);
    if (!isKnown) response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    else if (!handler) response.writeHead(503).end();
    else withTraceparent(String(request.headers['traceparent']), () => handler(request, response));
  }

  /** Asks the instances of the service in turn until one answers. */
  transportTo(service: ServiceName): Transport {
    const transports = this.urls[service].map((url) => this.transportAt(url));
    let turn = 0;
    const inTurn = async <Answer>(ask: (transport: Transport) => Promise<Answer>): Promise<Answer> => {
      turn += 1;
      let unavailable: unknown = new ConnectError(`No address of ${service} is known.`, Code.Unavailable);
      for (let index = 0; index < transports.length; index++) {
        const transport = transports[(turn + index) % transports.length];
        try {
          if (transport) return await ask(transport);
        } catch (error) {
          if (ConnectError.from(error).code !== Code.Unavailable) throw error;
          unavailable = error;
        }
      }
      throw unavailable;
    };
    return {
      unary: (...call) => inTurn((transport) => transport.unary(...call)),
      // The messages sent with a stream can be read once: it goes to one instance, and fails with it.
      stream: (...call) => {
        turn += 1;
        const transport = transports[turn % transports.length];
        if (!transport) throw new ConnectError(`No address of ${service} is known.`, Code.Unavailable);
        return transport.stream(...call);
      },
    };
  }

  private transportAt(url: string): Transport {
    const identify: Interceptor = (next) => async (request) => {
      request.header.set('authorization', `Bearer ${await this.identity.token()}`);
      request.header.set('traceparent', traceparentOf() ?? '');
      return next(request);
    };
    return createConnectTransport({
      baseUrl: `${url}${QUERIES_PATH}`,
      httpVersion: '1.1',
      defaultTimeoutMs: ANSWER_WITHIN_MS,
      interceptors: [notAnsweredAsUnavailable, identify],
    });
  }
}
