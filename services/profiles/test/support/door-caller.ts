import { Agent, request, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';

export interface DoorAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** From the request to the last byte, in milliseconds. */
  readonly took: number;
}

/** Asks as whoever tries doors: paths go out as they are written, connections stay open. */
export class DoorCaller {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly url: string) {}

  async ask(path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET'): Promise<DoorAnswer> {
    const { hostname, port } = new URL(this.url);
    const begun = performance.now();
    const body = await new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
      const sent = request({ hostname, port, path, method, headers, agent: this.agent }, (response) => {
        buffer(response).then((read) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: read }), reject);
      });
      sent.once('error', reject);
      sent.end();
    });
    return { ...body, body: body.body.toString('latin1'), took: performance.now() - begun };
  }

  close(): void {
    this.agent.destroy();
  }
}

/** What Basic says. */
export const basicHeader = (login: string): { readonly authorization: string } => ({ authorization: `Basic ${Buffer.from(login).toString('base64')}` });
