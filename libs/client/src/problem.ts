import type { Schemas } from './api-client.js';

/** A refusal (RFC 9457): programs decide by `document.code`. */
export class Problem extends Error {
  override readonly name = 'Problem';
  constructor(readonly document: Schemas['Problem']) {
    super(`${document.status} ${document.code}: ${document.detail}`);
  }
}

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** What was answered. Throws Problem for a refusal, and another error for an answer that is none of ours. */
export async function succeeded<Data>(answer: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await answer;
  if (response.ok) return data as Data;
  if (isProblem(error)) throw new Problem(error);
  throw new Error(`${response.url} answered ${response.status} without saying why.`);
}

const isProblem = (error: unknown): error is Schemas['Problem'] => typeof error === 'object' && error !== null && 'code' in error && 'status' in error;
