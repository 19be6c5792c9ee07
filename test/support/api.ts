import { type ApiClient, createApiClient } from '@ringfleet/client';
import { followNotifications } from './notification-stream.js';
import type { Accepted, DeviceView, ImportView, Notification, Page, ServiceKey } from './views.js';

export interface Answer<Body> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
  /** The body as it came. */
  readonly text: string;
}

export interface Upload {
  readonly name?: string;
  readonly key?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

export type Content = string | Uint8Array<ArrayBuffer>;

/** States of imports and exports that stay. */
export const FINAL: readonly ImportView['state'][] = ['completed', 'failed', 'cancelled'];

/** Calls the API over HTTP with one key. */
export class Api {
  /** The same with the types of the OpenAPI document: `succeeded(api.client.GET('/api/v1/devices'))`. */
  readonly client: ApiClient;

  private constructor(
    readonly url: string,
    private readonly token: string,
  ) {
    this.client = createApiClient({ url, token });
  }

  static async signIn(url: string, key: Omit<ServiceKey, 'name'>): Promise<Api> {
    return new Api(url, await Api.tokenFor(url, key));
  }

  static async tokenFor(url: string, { clientId, clientSecret }: Omit<ServiceKey, 'name'>): Promise<string> {
    const response = await fetch(`${url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }) });
    if (!response.ok) throw new Error(`Signing in was answered with ${response.status}: ${await response.text()}`);
    const { access_token: token } = (await response.json()) as { access_token: string };
    return token;
  }

  static withToken(url: string, token: string): Api {
    return new Api(url, token);
  }

  /** The answer, whatever its status. */
  async request<Body>(path: string, init: RequestInit = {}): Promise<Answer<Body>> {
    const response = await this.fetch(path, init);
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? ''); // application/problem+json
    return { status: response.status, headers: response.headers, text, body: (isJson && text !== '' ? JSON.parse(text) : undefined) as Body };
  }

  /** Throws where the answer is no success. */
  async get<Body>(path: string): Promise<Body> {
    return succeeded(path, await this.request<Body>(path));
  }

  async post<Body>(path: string, body: object): Promise<Body> {
    return succeeded(path, await this.request<Body>(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }));
  }

  async download(path: string): Promise<Buffer<ArrayBuffer>> {
    const response = await this.fetch(path);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return Buffer.from(await response.arrayBuffer());
  }

  /** Every item of a list, page after page. */
  async all<Item>(path: string, limit = 200): Promise<Item[]> {
    const items: Item[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const query: string = `${path.includes('?') ? '&' : '?'}limit=${limit}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const page: Page<Item> = await this.get<Page<Item>>(`${path}${query}`);
      items.push(...page.items);
      cursor = page.nextCursor;
    }
    return items;
  }

  upload<Body = Accepted>(content: Content, { name = 'phones.csv', key, fields = {} }: Upload = {}): Promise<Answer<Body>> {
    const form = new FormData();
    for (const [field, value] of Object.entries(fields)) form.set(field, value);
    form.set('file', new Blob([content]), name);
    return this.request<Body>('/api/v1/imports', { method: 'POST', body: form, headers: key === undefined ? {} : { 'idempotency-key': key } });
  }

  /** Uploads a file that is accepted; its import's id. */
  async accepted(content: Content, upload?: Upload): Promise<string> {
    const { status, text, body } = await this.upload(content, upload);
    if (status !== 202) throw new Error(`Not accepted: ${status} ${text}`);
    return body.id;
  }

  /** Uploads a file and waits for the end of its import. */
  async import(content: Content, upload?: Upload): Promise<ImportView> {
    return this.ended(await this.accepted(content, upload));
  }

  /** The import once it has ended; this key must have started it, as the bell tells when that is. */
  ended(id: string): Promise<ImportView> {
    return this.toldOf<ImportView>(`/api/v1/imports/${id}`, ({ state }) => FINAL.includes(state));
  }

  /** What is there once it is over, looked at whenever the bell rings. A stream may end before; who follows it comes again, as browsers do. */
  async toldOf<View>(path: string, isOver: (view: View) => boolean): Promise<View> {
    const stop = new AbortController();
    try {
      for (;;) {
        const told = await this.notifications({ signal: stop.signal });
        const now = await this.get<View>(path);
        if (isOver(now)) return now;
        const rings = told[Symbol.asyncIterator]();
        while (!(await rings.next()).done) {
          const then = await this.get<View>(path);
          if (isOver(then)) return then;
        }
      }
    } finally {
      stop.abort();
    }
  }

  importOf(id: string): Promise<ImportView> {
    return this.get<ImportView>(`/api/v1/imports/${id}`);
  }

  /** Resolves once the stream is open: what comes from then on is in it. */
  async notifications(options: { readonly signal: AbortSignal; readonly after?: string }): Promise<AsyncIterable<Notification>> {
    const { signal, after } = options;
    const response = await this.fetch('/api/v1/notifications/stream', { signal, headers: after === undefined ? {} : { 'last-event-id': after } });
    if (!response.ok || !response.body) throw new Error(`The stream of notifications: ${response.status} ${await response.text()}`);
    return followNotifications(response.body);
  }

  /** Devices whose name, MAC address, description or inventory ID holds the text, by name. */
  devices(text = ''): Promise<DeviceView[]> {
    return this.all<DeviceView>(`/api/v1/devices${text && `?q=${encodeURIComponent(text)}`}`);
  }

  /**
   * The answer before its body, which may have no end. On a connection of its own: nginx closes kept ones when it reads its configuration again, and who has just written on one cannot know whether that was heard.
   * Browsers send again what is safe to (RFC 9112 §9.3.1); what is not safe to would fail now and then, with every front door.
   */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      ...init,
      headers: { authorization: `Bearer ${this.token}`, connection: 'close', ...(init.headers as Record<string, string> | undefined) },
    });
  }
}

function succeeded<Body>(path: string, { status, text, body }: Answer<Body>): Body {
  if (status < 200 || status > 299) throw new Error(`${path}: ${status} ${text}`);
  return body;
}
