import { AUDIENCE, CONSOLE } from '@ringfleet/access';
import { hashSecret } from '@ringfleet/secrets';
import { type AdapterFactory, type ClientMetadata, type Configuration, errors, type Grant, interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { CLAIMS } from './client-adapter.js';
import { LONGEST_S } from './issuer-store.js';
import { claimsOf, type People } from './people.js';
import { renderProblem, renderSignOut, renderSignedOut } from './pages/issuer-pages.js';
import { SIGNING_ALGORITHM, type SigningKey } from './signing-keys.js';

/** Where a person gives name and password. */
export const signInPath = (uid: string): string => `/oauth/sign-in/${uid}`;

const MINUTE = 60;
const HOUR = 3600;
// Short, for it cannot be called back: who is blocked is out when it ends.
const PEOPLES_TOKEN = 10 * MINUTE;
const RESOURCE = `urn:${AUDIENCE}`;

export interface IssuerParts {
  readonly publicUrl: string;
  readonly keys: readonly SigningKey[];
  readonly adapter: AdapterFactory;
  readonly people: People;
}

/** Of the built-in issuer: client credentials for service keys, authorization code with PKCE and refresh tokens for people. */
export function issuerConfiguration({ publicUrl, keys, adapter, people }: IssuerParts): Configuration {
  return {
    adapter,
    jwks: { keys: [...keys] },
    cookies: { keys: keys.map((key) => hashSecret(`cookies ${key.d}`)), names: { session: 'rf_session', interaction: 'rf_sign_in', resume: 'rf_resume' } },
    clients: [consoleClient(publicUrl)],
    clientDefaults: { id_token_signed_response_alg: SIGNING_ALGORITHM },
    scopes: ['openid'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    extraClientMetadata: { properties: [...CLAIMS] },
    extraTokenClaims: async (_, token) => {
      if (token.kind === 'AccessToken') return peoplesClaims(people, token.accountId);
      const { client } = token;
      return Object.fromEntries(CLAIMS.flatMap((claim) => (client?.[claim] === undefined ? [] : [[claim, client[claim]]])));
    },
    findAccount: async (_, id) => {
      const person = await people.withId(id);
      return person?.passwordHash ? { accountId: id, claims: () => ({ sub: id }) } : undefined;
    },
    interactions: { url: (_, { uid }) => signInPath(uid), policy: signInAlone() },
    loadExistingGrant: grantOf,
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    features: features(),
    ttl: {
      ClientCredentials: HOUR,
      AccessToken: PEOPLES_TOKEN,
      AuthorizationCode: MINUTE,
      IdToken: PEOPLES_TOKEN,
      Interaction: 30 * MINUTE,
      RefreshToken: LONGEST_S,
      Session: LONGEST_S,
      Grant: LONGEST_S,
    },
    renderError: renderProblem,
  };
}

const features = (): Configuration['features'] => ({
  clientCredentials: { enabled: true },
  devInteractions: { enabled: false },
  revocation: { enabled: true, allowedPolicy: (_, client, token) => token.clientId === client.clientId },
  rpInitiatedLogout: { enabled: true, logoutSource: renderSignOut, postLogoutSuccessSource: renderSignedOut },
  userinfo: { enabled: false },
  resourceIndicators: {
    enabled: true,
    defaultResource: () => RESOURCE,
    useGrantedResource: () => true,
    getResourceServerInfo: (_, resource, client) => {
      if (resource !== RESOURCE) throw new errors.InvalidTarget();
      const accessTokenTTL = client.clientId === CONSOLE ? PEOPLES_TOKEN : HOUR;
      return { scope: '', audience: AUDIENCE, accessTokenTTL, accessTokenFormat: 'jwt', jwt: { sign: { alg: SIGNING_ALGORITHM } } };
    },
  },
});

/** The public client through which people sign in: the web page, which can keep no secret. */
const consoleClient = (publicUrl: string): ClientMetadata => ({
  client_id: CONSOLE,
  client_name: 'Ringfleet',
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  redirect_uris: [`${publicUrl}/`, `${publicUrl}/signed-in`],
  post_logout_redirect_uris: [`${publicUrl}/`],
});

async function peoplesClaims(people: People, id: string): Promise<Record<string, string>> {
  const person = await people.withId(id);
  if (!person) throw new errors.InvalidGrant('the user is gone');
  return claimsOf(person);
}

/** Nobody is asked to consent to their own console. */
function signInAlone(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

async function grantOf({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider } = oidc;
  if (!client || !session?.accountId) return undefined;
  const id = session.grantIdFor(client.clientId);
  const known = id === undefined ? undefined : await provider.Grant.find(id);
  if (known) return known;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid');
  await grant.save();
  return grant;
}
