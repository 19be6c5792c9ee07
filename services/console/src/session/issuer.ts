/** Where people sign in: the built-in issuer or another OpenID Connect provider. */
export interface Issuer {
  readonly clientId: string;
  readonly scope: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly endSessionEndpoint: string | undefined;
}

export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  readonly idToken: string | undefined;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

interface TokenAnswer {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly id_token?: string;
  readonly expires_in: number;
}

/** The provider refused: its session is over, or the code was used already. */
export class SignInRefused extends Error {}

let issuer: Promise<Issuer> | undefined;

export function findIssuer(): Promise<Issuer> {
  issuer ??= discover().catch((error: unknown) => {
    issuer = undefined;
    throw error;
  });
  return issuer;
}

async function discover(): Promise<Issuer> {
  const { issuer: address, clientId, scope } = await json<{ issuer: string; clientId: string; scope: string }>('/oauth/console');
  const document = await json<Record<string, string>>(`${address}/.well-known/openid-configuration`);
  return {
    clientId,
    scope,
    authorizationEndpoint: document['authorization_endpoint'] ?? '',
    tokenEndpoint: document['token_endpoint'] ?? '',
    endSessionEndpoint: document['end_session_endpoint'],
  };
}

/** Throws SignInRefused for what the provider says no to; any other error is one of the network. */
export async function askForTokens({ tokenEndpoint, clientId }: Issuer, grant: Readonly<Record<string, string>>): Promise<Tokens> {
  const answer = await fetch(tokenEndpoint, { method: 'POST', body: new URLSearchParams({ client_id: clientId, ...grant }) });
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 429) throw new SignInRefused(`${answer.status}`);
  if (!answer.ok) throw new Error(`The token endpoint answered ${answer.status}.`);
  const tokens = (await answer.json()) as TokenAnswer;
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    idToken: tokens.id_token,
    expiresAt: Date.now() + tokens.expires_in * 1000,
  };
}

async function json<T>(url: string): Promise<T> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return (await answer.json()) as T;
}
