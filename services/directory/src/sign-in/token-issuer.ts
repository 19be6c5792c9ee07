import { Inject, Injectable } from '@nestjs/common';
import { AUDIENCE } from '@ringfleet/access';
import { Database } from '@ringfleet/persistence';
import { hashSecret, verifySecret } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { type Configuration, errors, Provider } from 'oidc-provider';
import { CLAIMS, ClientAdapter } from './client-adapter.js';
import { SignInFailures } from './sign-in-failures.js';
import { SIGNING_ALGORITHM, type SigningKey, SigningKeys } from './signing-keys.js';
import { TokenRequest } from './token-request.js';

const HOUR = 3600;
const RESOURCE = `urn:${AUDIENCE}`;

/** The built-in OpenID Connect issuer: client credentials in, a signed token out. */
@Injectable()
export class TokenIssuer {
  private provider: Promise<Provider> | undefined;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(SigningKeys) private readonly signingKeys: SigningKeys,
    @Inject(SignInFailures) private readonly failures: SignInFailures,
  ) {}

  /** Made at the first request, when the database has its tables; tried again if that fails. */
  get(): Promise<Provider> {
    this.provider ??= this.make().catch((error: unknown) => {
      this.provider = undefined;
      throw error;
    });
    return this.provider;
  }

  private async make(): Promise<Provider> {
    const keys = await this.signingKeys.load();
    const provider = new Provider(this.ports.issuer.issuer, configuration(keys, this.database));
    // What is kept of a secret is its hash.
    provider.Client.prototype.compareClientSecret = function compareHashes(this: { clientSecret?: string }, secret: string) {
      return verifySecret(secret, this.clientSecret ?? '');
    };
    provider.use(async ({ req, response }, next) => {
      await next();
      if (response.status === 401 && req instanceof TokenRequest) await this.failures.record(req.attempt);
    });
    provider.on('server_error', (_, error) => this.ports.log.error({ err: error }, 'the token issuer failed'));
    return provider;
  }
}

function configuration(keys: readonly SigningKey[], database: Database): Configuration {
  return {
    adapter: (model: string) => new ClientAdapter(database, model),
    jwks: { keys: [...keys] },
    cookies: { keys: keys.map((key) => hashSecret(`cookies ${key.d}`)) },
    clientDefaults: { id_token_signed_response_alg: SIGNING_ALGORITHM },
    extraClientMetadata: { properties: [...CLAIMS] },
    extraTokenClaims: (_, { client }) => Object.fromEntries(CLAIMS.flatMap((claim) => (client?.[claim] === undefined ? [] : [[claim, client[claim]]]))),
    features: {
      clientCredentials: { enabled: true },
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        getResourceServerInfo: (_, resource) => {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          return { scope: '', audience: AUDIENCE, accessTokenTTL: HOUR, accessTokenFormat: 'jwt', jwt: { sign: { alg: SIGNING_ALGORITHM } } };
        },
      },
    },
    // Only ClientCredentials is ever issued; what has no time of its own here makes the library warn.
    ttl: { ClientCredentials: HOUR, AccessToken: HOUR, IdToken: HOUR, Session: HOUR, Grant: HOUR, Interaction: HOUR },
    findAccount: () => undefined,
    renderError: (context, out) => {
      context.type = 'json';
      context.body = out;
    },
  };
}
