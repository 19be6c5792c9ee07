import { accessToken, forgetAccessToken } from '../session/session.js';
import { problemOf, Unreachable } from './problem.js';

export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Version that the change rests on. */
  readonly ifMatch?: string | number;
  /** What is sent twice under one key is done once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total?: { readonly value: number; readonly exact: boolean };
}

/** The answer's JSON, undefined where there is none. Throws Problem for a refusal, Unreachable without an answer. */
export async function api<T>(path: string, sent: Sent = {}): Promise<T> {
  const answer = await call(path, sent);
  const text = await answer.text();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** As api, with the response as it came. */
export async function call(path: string, sent: Sent = {}): Promise<Response> {
  const answer = await send(path, sent);
  if (answer.status !== 401) return checked(answer);
  return checked(await send(path, sent)); // its token had ended early: one more with a new one
}

async function send(path: string, { method = 'GET', body, ifMatch, idempotencyKey, signal }: Sent): Promise<Response> {
  const headers: Record<string, string> = {};
  if (body !== undefined && !(body instanceof FormData)) headers['content-type'] = 'application/json';
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
  if (idempotencyKey !== undefined) headers['idempotency-key'] = idempotencyKey;
  const content = body === undefined || body instanceof FormData ? (body ?? null) : JSON.stringify(body);
  try {
    const token = await accessToken(); // of the network, too, where the last one has ended
    headers['authorization'] = `Bearer ${token}`;
    const answer = await fetch(`/api/v1/${path}`, { method, headers, body: content, signal: signal ?? null });
    if (answer.status === 401) forgetAccessToken(token);
    return answer;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable('No answer came.', { cause: error });
  }
}

async function checked(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  throw await problemOf(answer);
}

type Given = string | number | readonly string[] | undefined | null;

/** `?a=1&b=2` of what is given, each of a list by itself; nothing for nothing. */
export function queryOf(given: Readonly<Record<string, Given>>): string {
  const entries = Object.entries(given).flatMap(([name, value]) =>
    (typeof value === 'object' && value !== null ? value : [value]).flatMap((each) =>
      each === undefined || each === null || each === '' ? [] : [[name, String(each)]],
    ),
  );
  return entries.length === 0 ? '' : `?${new URLSearchParams(entries)}`;
}
