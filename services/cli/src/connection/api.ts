import { CannotGoOn, type Terminal } from '../terminal.js';
import { findServiceKey, type ServiceKey } from './service-key.js';

/** Nobody answered, or the line broke before the answer was whole: the same request may work later. */
export class Unreachable extends CannotGoOn {
  constructor(url: string, cause: unknown) {
    super(`Ringfleet does not answer at ${url} (${reasonOf(cause)}). Is it running? Start it with: npm start. RINGFLEET_URL names another address.`);
  }
}

/** Ringfleet answered no, with a problem document where it was Ringfleet that answered. */
export class Declined extends CannotGoOn {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    readonly retryAfterSeconds: number | undefined,
  ) {
    super(`Ringfleet says no: ${detail} (${status} ${code})`);
  }
}

interface Sending {
  readonly method?: 'POST';
  readonly body?: FormData | URLSearchParams | string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Requests to Ringfleet under a service key; the token is fetched when it is needed, and again when it has expired. */
export class Api {
  private token: Promise<string> | undefined;

  constructor(
    private readonly key: ServiceKey,
    private readonly interrupted: AbortSignal,
  ) {}

  get url(): string {
    return this.key.url;
  }

  async get<T>(path: string): Promise<T> {
    return this.read<T>(await this.send(path));
  }

  async post<T>(path: string, init: { readonly body: FormData; readonly headers: Readonly<Record<string, string>> }): Promise<T> {
    return this.read<T>(await this.send(path, { method: 'POST', ...init }));
  }

  async postJson<T>(path: string, body: object): Promise<T> {
    return this.read<T>(await this.send(path, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }));
  }

  /** The body of the answer as it comes. */
  async download(path: string): Promise<ReadableStream<Uint8Array>> {
    const { body } = await this.send(path);
    return body ?? new Blob([]).stream();
  }

  private async send(path: string, init: Sending = {}): Promise<Response> {
    const answer = await this.sendWithToken(path, init);
    if (answer.status !== 401) return accepted(answer);
    this.token = undefined;
    return accepted(await this.sendWithToken(path, init));
  }

  private async sendWithToken(path: string, init: Sending): Promise<Response> {
    this.token ??= this.fetchToken();
    const token = await this.token.catch((error: unknown) => {
      this.token = undefined;
      throw error;
    });
    return this.fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
  }

  private async fetchToken(): Promise<string> {
    const { clientId, clientSecret } = this.key;
    const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret });
    const answer = await this.fetch('/oauth/token', { method: 'POST', body: form });
    if (answer.status === 400 || answer.status === 401) {
      throw new CannotGoOn(
        `Ringfleet at ${this.url} does not take the key '${clientId}'. Is it the key of another home? credentials.json is written anew at each start of Ringfleet.`,
      );
    }
    const { access_token: token } = await this.read<{ access_token: string }>(await accepted(answer));
    return token;
  }

  private async fetch(path: string, init: Sending): Promise<Response> {
    try {
      return await fetch(`${this.url}${path}`, { ...init, signal: this.interrupted });
    } catch (error) {
      this.interrupted.throwIfAborted();
      throw new Unreachable(this.url, error);
    }
  }

  private async read<T>(answer: Response): Promise<T> {
    const text = await answer.text().catch((error: unknown) => {
      this.interrupted.throwIfAborted();
      throw new Unreachable(this.url, error);
    });
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new CannotGoOn(`What answers at ${this.url} is not Ringfleet. Set RINGFLEET_URL to its address.`);
    }
  }
}

export const openApi = (terminal: Terminal, reseller?: string): Api => new Api(findServiceKey(terminal, reseller), terminal.interrupted);

async function accepted(answer: Response): Promise<Response> {
  if (answer.ok) return answer;
  const { code, detail, errors } = problemOf(await answer.text().catch(() => ''));
  const fields = errors?.map(({ field, message }) => `\n  ${field ?? ''}: ${message}`).join('') ?? '';
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN);
  throw new Declined(answer.status, code ?? 'no_code', `${detail ?? answer.statusText}${fields}`, Number.isFinite(wait) ? wait : undefined);
}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly { readonly field?: string; readonly message: string }[];
}

function problemOf(text: string): Problem {
  try {
    return (JSON.parse(text) ?? {}) as Problem;
  } catch {
    return {}; // a proxy's page
  }
}

/** 'ECONNREFUSED' is what an operator can look up; fetch hides it as the cause of "fetch failed". */
function reasonOf(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown };
  const { code, message } = cause as { readonly code?: string; readonly message?: string };
  return code ?? message ?? String(cause);
}
