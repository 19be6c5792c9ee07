import { askForTokens, findIssuer, SignInRefused, type Tokens } from './issuer.js';
import { newPkce, randomText } from './pkce.js';

const TOKENS = 'ringfleet.tokens';
const SIGN_IN = 'ringfleet.sign-in';
export const SIGNED_IN_PATH = '/signed-in';
const FRESH_FOR_MS = 20_000;

interface SignInUnderWay {
  readonly state: string;
  readonly verifier: string;
  readonly returnTo: string;
}

// In this tab alone, until it is closed: a second tab has the provider's cookie and asks for tokens of its own.
const kept = (name: string): unknown => JSON.parse(sessionStorage.getItem(name) ?? 'null') ?? undefined;

let tokens = kept(TOKENS) as Tokens | undefined;
let refreshing: Promise<string> | undefined;

function keep(now: Tokens | undefined): void {
  tokens = now;
  if (now) sessionStorage.setItem(TOKENS, JSON.stringify(now));
  else sessionStorage.removeItem(TOKENS);
}

/** A bearer token for the API; asks for a new one when it is about to end. Leaves the page to sign in where there is none to be had. */
export function accessToken(): Promise<string> {
  if (tokens && tokens.expiresAt - FRESH_FOR_MS > Date.now()) return Promise.resolve(tokens.accessToken);
  refreshing ??= refresh().finally(() => (refreshing = undefined));
  return refreshing;
}

/** The API did not take the token that this gave. */
export function forgetAccessToken(refused: string): void {
  if (tokens?.accessToken === refused) keep({ ...tokens, expiresAt: 0 });
}

async function refresh(): Promise<string> {
  const refreshToken = tokens?.refreshToken;
  if (refreshToken === undefined) return signIn();
  try {
    const fresh = await askForTokens(await findIssuer(), { grant_type: 'refresh_token', refresh_token: refreshToken });
    keep({ ...fresh, refreshToken: fresh.refreshToken ?? refreshToken, idToken: fresh.idToken ?? tokens?.idToken });
    return fresh.accessToken;
  } catch (error) {
    if (error instanceof SignInRefused) return signIn();
    throw error;
  }
}

/** Goes to the provider and never comes back here: the page is loaded anew at where one was. */
export async function signIn(): Promise<never> {
  keep(undefined);
  const issuer = await findIssuer();
  const { verifier, challenge } = await newPkce();
  const state = randomText();
  sessionStorage.setItem(SIGN_IN, JSON.stringify({ state, verifier, returnTo: hereOrHome() } satisfies SignInUnderWay));
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: issuer.clientId,
    scope: issuer.scope,
    redirect_uri: `${location.origin}${SIGNED_IN_PATH}`,
    state,
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  location.assign(`${issuer.authorizationEndpoint}?${query}`);
  return new Promise<never>(() => undefined);
}

/** The provider sent the browser back. Returns where one was before; throws what to tell the user. */
export async function finishSignIn(query: URLSearchParams): Promise<string> {
  const begun = kept(SIGN_IN) as SignInUnderWay | undefined;
  sessionStorage.removeItem(SIGN_IN);
  const code = query.get('code');
  if (!begun || begun.state !== query.get('state') || code === null) throw new SignInRefused(query.get('error_description') ?? '');
  const redirect = `${location.origin}${SIGNED_IN_PATH}`;
  keep(await askForTokens(await findIssuer(), { grant_type: 'authorization_code', code, redirect_uri: redirect, code_verifier: begun.verifier }));
  return begun.returnTo;
}

export async function signOut(): Promise<void> {
  const { clientId, endSessionEndpoint } = await findIssuer();
  const idToken = tokens?.idToken;
  sessionStorage.clear();
  tokens = undefined;
  const query = new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: `${location.origin}/`, ...(idToken && { id_token_hint: idToken }) });
  location.assign(endSessionEndpoint ? `${endSessionEndpoint}?${query}` : '/');
}

const hereOrHome = (): string => (location.pathname === SIGNED_IN_PATH ? '/' : `${location.pathname}${location.search}`);
