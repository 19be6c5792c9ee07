import { Inject, Injectable } from '@nestjs/common';
import { namedId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { audit } from '../audit/audit-entry.js';
import { SigningKeys } from './signing-keys.js';

/** After a leak, by who runs the carrier's servers: every token so far is void. Who has the key could call a route as well as anybody, so there is none. */
@Injectable()
export class ReplaceSigningKeys {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(SigningKeys) private readonly keys: SigningKeys,
  ) {}

  execute(): Promise<void> {
    return this.database.transaction(SYSTEM, async (tx) => {
      await this.keys.replace(tx);
      const subject = { kind: 'client', id: namedId('token-issuer'), name: 'Token issuer' } as const;
      await audit(tx, {
        kind: 'signing-keys-replaced',
        at: this.ports.clock(),
        actor: null,
        address: null,
        subject,
        owner: { resellerId: null, customerId: null },
      });
    });
  }
}
