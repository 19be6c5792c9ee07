import createClient, { type Client } from 'openapi-fetch';
import type { components, paths } from './gen/api.js';

/** Every path of the API, with the types of what it takes and answers: `client.GET('/api/v1/devices/{id}', { params: { path: { id } } })`. */
export type ApiClient = Client<paths>;

/** The named types of the OpenAPI document: `Schemas['DeviceView']`. */
export type Schemas = components['schemas'];

export interface ClientOptions {
  /** Of the front door: http://host:port, or nothing in a page that came from there. */
  readonly url?: string;
  /** Asked for at each request where it is a function; undefined sends none. */
  readonly token: string | (() => Promise<string | undefined>);
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** A client of the API. Its answers have `data` or, for a refusal, `error`, the problem document; `succeeded` throws that instead. */
export function createApiClient({ url = '', token, fetch }: ClientOptions): ApiClient {
  const client = createClient<paths>({ baseUrl: url, ...(fetch && { fetch }) });
  client.use({
    onRequest: async ({ request }) => {
      const sent = typeof token === 'string' ? token : await token();
      if (sent !== undefined) request.headers.set('authorization', `Bearer ${sent}`);
      return request;
    },
  });
  return client;
}
