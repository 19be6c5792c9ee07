// A browser as far as signing in needs one: cookies by path, redirects one at a time, forms as they stand in the page, PKCE as the console does it.
import { createHash, randomBytes } from 'node:crypto';

export interface Tokens {
  readonly access_token: string;
  readonly id_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly error?: string;
}

/** A page, or a redirect that was not followed since it leads to the console. */
export interface Shown {
  readonly status: number;
  readonly url: string;
  readonly text: string;
  readonly headers: Headers;
}

interface Cookie {
  readonly path: string;
  readonly value: string;
  readonly attributes: string;
}

const CLIENT = 'console';

export class SignInBrowser {
  readonly cookies = new Map<string, Cookie>();
  private readonly verifier = randomBytes(32).toString('base64url');

  constructor(private readonly url: string) {}

  get redirectUri(): string {
    return `${this.url}/signed-in`;
  }

  /** Opens the sign-in as the console does; where a session is known it leads straight back. */
  start(changes: Record<string, string> = {}): Promise<Shown> {
    const asked = {
      client_id: CLIENT,
      response_type: 'code',
      scope: 'openid',
      redirect_uri: this.redirectUri,
      state: 'here',
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    return this.open(`/oauth/auth?${new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== '')).toString()}`);
  }

  /** Fills in the form of a page and sends it. */
  async submit(page: Shown, values: Record<string, string>): Promise<Shown> {
    const action = /<form[^>]* action="([^"]+)"/.exec(page.text)?.[1] ?? ''; // <form method="post" action="/oauth/sign-in/x">
    const hidden: [string, string][] = [...page.text.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    return this.open(action, new URLSearchParams([...hidden, ...Object.entries(values)]));
  }

  /** Signs in to the end: the code with which the console goes on. */
  async codeFor(name: string, password: string): Promise<string> {
    const done = await this.submit(await this.start(), { name, password });
    return codeOf(done);
  }

  async tokensFor(name: string, password: string): Promise<Tokens> {
    return (await this.redeem(await this.codeFor(name, password))).body;
  }

  redeem(code: string, changes: Record<string, string> = {}): Promise<{ readonly status: number; readonly body: Tokens }> {
    return this.token({ grant_type: 'authorization_code', code, redirect_uri: this.redirectUri, code_verifier: this.verifier, ...changes });
  }

  refresh(refreshToken: string): Promise<{ readonly status: number; readonly body: Tokens }> {
    return this.token({ grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  async revoke(token: string): Promise<number> {
    const response = await fetch(`${this.url}/oauth/token/revocation`, { method: 'POST', body: new URLSearchParams({ client_id: CLIENT, token }) });
    return response.status;
  }

  async open(address: string, form?: URLSearchParams): Promise<Shown> {
    const url = new URL(address, this.url);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { accept: 'text/html,*/*;q=0.8', cookie: this.cookiesFor(url.pathname) },
      ...(form && { method: 'POST', body: form }),
    });
    response.headers.getSetCookie().forEach((line) => this.keep(line));
    const location = response.headers.get('location');
    const text = await response.text();
    if (location === null || location.startsWith(`${this.url}/?`) || location.startsWith(this.redirectUri)) {
      return { status: response.status, url: location ?? url.href, text, headers: response.headers };
    }
    return this.open(location);
  }

  private async token(form: Record<string, string>): Promise<{ readonly status: number; readonly body: Tokens }> {
    const response = await fetch(`${this.url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ client_id: CLIENT, ...form }) });
    return { status: response.status, body: (await response.json()) as Tokens };
  }

  private cookiesFor(path: string): string {
    return [...this.cookies]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([key, cookie]) => `${key.split(' ')[0]}=${cookie.value}`)
      .join('; ');
  }

  private keep(line: string): void {
    const [pair = '', ...rest] = line.split(';').map((part) => part.trim());
    const [name = '', value = ''] = pair.split('=', 2);
    const path = rest.find((part) => part.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    this.cookies.set(`${name} ${path}`, { path, value, attributes: rest.join('; ').toLowerCase() });
  }
}

export function codeOf({ url, text }: Shown): string {
  const code = new URL(url).searchParams.get('code');
  if (code === null) throw new Error(`No code at ${url}: ${text.slice(0, 2000)}`);
  return code;
}
