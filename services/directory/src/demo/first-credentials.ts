import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { namedId, type Role, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { hashSecret, newSecret, Sealed } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { keyCreated } from '../service-keys/service-key.events.js';
import { ServiceKey } from '../service-keys/service-key.js';

/** What stands in credentials.json beside the address. */
export interface DemoCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly resellers: readonly { readonly name: string; readonly clientId: string; readonly clientSecret: string }[];
  readonly users: readonly { readonly name: string; readonly role: Role; readonly password: string }[];
}

/** One secret that is told again at every start. */
export interface Credential {
  /** Of the service key or the user. */
  readonly id: string;
  readonly kind: 'first-key' | 'reseller-key' | 'user';
  readonly name: string;
  readonly role: Role;
  readonly secret: string;
}

/** Its id is fixed, so that of many instances that start at once only one can make it. */
export const FIRST_KEY_ID = namedId('service-key/first');

const purposeOf = (id: string): string => `first-credential:${id}`;

/** The secrets that a new home hands out: the first administrator key in any case, and those of the demo data. Kept sealed, told to nobody but who writes the home's credentials. */
@Injectable()
export class FirstCredentials implements OnApplicationBootstrap {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Somebody must be able to make the first call: a database without its first key gets it. */
  async onApplicationBootstrap(): Promise<void> {
    await this.database.transaction(SYSTEM, async (tx) => {
      await tx.query(`select pg_advisory_xact_lock(hashtext('first_credentials'))`);
      const made = await tx.query('select from service_keys where id = $1', [FIRST_KEY_ID]);
      if (made.length > 0) return;
      const clientSecret = newSecret();
      const values = { id: FIRST_KEY_ID, name: 'First key', role: 'administrator', resellerId: null, customerId: null } as const;
      const at = this.ports.clock();
      const key = new ServiceKey({ ...values, secretHash: hashSecret(clientSecret) }, at);
      tx.em.persist(key);
      await tx.publish([keyCreated(key, { by: null, at })]);
      await this.keep(tx, { id: FIRST_KEY_ID, kind: 'first-key', name: values.name, role: values.role, secret: clientSecret });
    });
  }

  async keep(tx: Tx, { id, kind, name, role, secret }: Credential): Promise<void> {
    const sealed = Sealed.seal(this.ports.sealer, secret, purposeOf(id));
    await tx.query('insert into first_credentials (id, kind, name, role, secret) values ($1, $2, $3, $4, $5)', [id, kind, name, role, sealed.stored()]);
  }

  /** Of a key or user that is in it. */
  async secretOf(id: string): Promise<string> {
    const [row] = await this.database.transaction(SYSTEM, (tx) => tx.query<{ secret: Buffer }>('select secret from first_credentials where id = $1', [id]));
    if (!row) throw new Error(`There is no first credential ${id}.`);
    return Sealed.fromStored(row.secret).open(this.ports.sealer, purposeOf(id));
  }

  /** A new secret of one that is told at every start; of any other nothing is kept. In the scope of who changes it the row may be out of sight: a function changes it. */
  async replace(tx: Tx, id: string, secret: string): Promise<void> {
    const sealed = Sealed.seal(this.ports.sealer, secret, purposeOf(id));
    await tx.query('select replace_first_credential($1, $2)', [id, sealed.stored()]);
  }

  /** The same secrets at every start; undefined before the first key is made. */
  async tell(): Promise<DemoCredentials | undefined> {
    const rows = await this.database.transaction(SYSTEM, (tx) =>
      tx.query<Omit<Credential, 'secret'> & { secret: Buffer }>('select id, kind, name, role, secret from first_credentials order by kind, name collate "C"'),
    );
    const opened = rows.map((row) => ({ ...row, secret: Sealed.fromStored(row.secret).open(this.ports.sealer, purposeOf(row.id)) }));
    const first = opened.find(({ kind }) => kind === 'first-key');
    return (
      first && {
        clientId: first.id,
        clientSecret: first.secret,
        resellers: opened.filter(({ kind }) => kind === 'reseller-key').map(({ id, name, secret }) => ({ name, clientId: id, clientSecret: secret })),
        users: opened.filter(({ kind }) => kind === 'user').map(({ name, role, secret }) => ({ name, role, password: secret })),
      }
    );
  }
}
