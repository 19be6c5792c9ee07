import { type OtherIssuer, parseClaimMap } from '@ringfleet/access';

/** The variables that name another OpenID Connect provider; none of them counts without the first. */
export interface OidcEnvironment {
  readonly RINGFLEET_OIDC_ISSUER?: string | undefined;
  readonly RINGFLEET_OIDC_AUDIENCE?: string | undefined;
  readonly RINGFLEET_OIDC_CLIENT_ID?: string | undefined;
  readonly RINGFLEET_OIDC_CLAIMS?: string | undefined;
}

const ISSUER = /^https?:\/\/[^\s?#]+$/; // https://id.example.com/realms/carrier

/** Whose tokens are taken beside the built-in issuer's; undefined: nobody's. Throws what is wrong and how to mend it. */
export function otherIssuerIn(env: OidcEnvironment): OtherIssuer | undefined {
  const said: OidcEnvironment = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const { RINGFLEET_OIDC_ISSUER: issuer, RINGFLEET_OIDC_AUDIENCE: audience = 'ringfleet', RINGFLEET_OIDC_CLIENT_ID: clientId = 'ringfleet-console' } = said;
  if (issuer === undefined) return undefined;
  if (!ISSUER.test(issuer)) throw new Error('RINGFLEET_OIDC_ISSUER is not understood: give the address of an OpenID Connect provider, as its tokens name it.');
  return {
    issuer,
    audience,
    clientId,
    claims: claimsIn(said.RINGFLEET_OIDC_CLAIMS ?? '{}'),
  };
}

function claimsIn(text: string): OtherIssuer['claims'] {
  try {
    return parseClaimMap(text);
  } catch (error) {
    const example = '{"role":"realm_access.roles","roles":{"rf-admin":"administrator"}}';
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`RINGFLEET_OIDC_CLAIMS is not understood (${what}): give a JSON object such as ${example}.`, { cause: error });
  }
}
