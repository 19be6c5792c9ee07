import type { Who } from './test-issuer.js';

export interface TestRequest {
  readonly method?: string;
  /** Sent as JSON, unless it is a form, bytes or text already. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whose token is sent; null: none (default: an administrator's). */
  readonly as?: Who | string | null;
}

export interface TestAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed where it is JSON, else the text. */
  readonly body: Body;
}

/** Sends a request; the caller says what shape the answer's body has. */
export async function send<Body>(url: string, { method = 'GET', body, headers }: TestRequest, token: string | undefined): Promise<TestAnswer<Body>> {
  const raw = body === undefined || typeof body === 'string' || body instanceof FormData || body instanceof URLSearchParams || body instanceof Uint8Array;
  const response = await fetch(url, {
    method,
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(!raw && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: raw ? (body as NonNullable<RequestInit['body']>) : JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  return { status: response.status, headers: response.headers, body: parsed as Body };
}
