import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { verifySecret } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { type Adapter, Provider } from 'oidc-provider';
import { ClientAdapter } from './client-adapter.js';
import { issuerConfiguration } from './issuer-configuration.js';
import { IssuerStore } from './issuer-store.js';
import { People } from './people.js';
import { SignInFailures } from './sign-in-failures.js';
import { type SigningKey, SigningKeys } from './signing-keys.js';
import { TokenRequest } from './token-request.js';

// Keys are looked at this often: far more often than the hour they are published before they sign.
const KEYS_HOLD_MS = 60_000;

interface Made {
  readonly provider: Provider;
  /** In their order, for the first one signs. */
  readonly keyIds: string;
}

/** The built-in OpenID Connect issuer. */
@Injectable()
export class TokenIssuer {
  private made: Promise<Made> | undefined;
  private lookAgainAt = 0;

  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(SigningKeys) private readonly signingKeys: SigningKeys,
    @Inject(SignInFailures) private readonly failures: SignInFailures,
    @Inject(People) private readonly people: People,
  ) {}

  /** Made at the first request, when the database has its tables, and anew when the keys have changed; tried again if that fails. */
  async get(): Promise<Provider> {
    const now = this.ports.clock().getTime();
    if (!this.made || now >= this.lookAgainAt) {
      this.lookAgainAt = now + KEYS_HOLD_MS;
      const made = this.renewed(this.made);
      this.made = made;
      made.catch(() => {
        if (this.made === made) this.made = undefined;
      });
    }
    const { provider } = await this.made;
    return provider;
  }

  private async renewed(before: Promise<Made> | undefined): Promise<Made> {
    const keys = await this.signingKeys.load();
    const keyIds = keys.map(({ kid }) => kid).join(' ');
    const known = await before?.catch(() => undefined);
    return known?.keyIds === keyIds ? known : { provider: this.make(keys), keyIds };
  }

  private make(keys: readonly SigningKey[]): Provider {
    const { publicUrl, issuer } = this.ports;
    const provider = new Provider(issuer.issuer, issuerConfiguration({ publicUrl, keys, adapter: this.storeOf, people: this.people }));
    // The endpoint says under which address it was reached, see there.
    provider.proxy = true;
    // What is kept of a secret is its hash.
    provider.Client.prototype.compareClientSecret = function compareHashes(this: { clientSecret?: string }, secret: string) {
      return verifySecret(secret, this.clientSecret ?? '');
    };
    provider.use(async ({ req, response }, next) => {
      await next();
      if (!(req instanceof TokenRequest)) return;
      if (response.status === 401) await this.failures.record(req.attempt);
      if (response.status === 200) await this.failures.succeeded(req.attempt);
    });
    provider.on('server_error', (_, error) => this.ports.log.error({ err: error }, 'the token issuer failed'));
    return provider;
  }

  private readonly storeOf = (kind: string): Adapter =>
    kind === 'Client' ? new ClientAdapter(this.database) : new IssuerStore(kind, this.database, this.ports);
}
