import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** A real HTTP server on a free port, whose address is known before there is anything to answer. */
export class TestHttp {
  /** Answers what `documents` does not. */
  handler: Handler = (_, response) => response.writeHead(503).end();
  /** JSON served as it is, by path. */
  readonly documents = new Map<string, object>();
  private readonly server: Server;

  private constructor() {
    this.server = createServer((request, response) => {
      const document = this.documents.get(request.url ?? '');
      if (document) response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
      else this.handler(request, response);
    });
  }

  static async listen(): Promise<TestHttp> {
    const http = new TestHttp();
    http.server.listen(0, '127.0.0.1');
    await once(http.server, 'listening');
    return http;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('The server has no port.');
    return `http://127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }
}
