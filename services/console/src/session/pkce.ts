/** Proof Key for Code Exchange, RFC 7636, method S256. */
export interface Pkce {
  readonly verifier: string;
  readonly challenge: string;
}

/** 256 bits at random, as base64url. */
export const randomText = (): string => base64Url(crypto.getRandomValues(new Uint8Array(32)));

export async function newPkce(): Promise<Pkce> {
  const verifier = randomText();
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
  return { verifier, challenge: base64Url(new Uint8Array(digest)) };
}

const base64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
