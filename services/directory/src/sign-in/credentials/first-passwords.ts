import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { FirstCredentials } from '../../demo/first-credentials.js';
import { hashPassword } from './password.js';

/** Users whose passwords stand in credentials.json can sign in with them. */
@Injectable()
export class FirstPasswords implements OnApplicationBootstrap {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(FirstCredentials) private readonly credentials: FirstCredentials,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const without = await this.database.transaction(SYSTEM, (tx) =>
      tx.query<{ id: string }>('select id from first_credentials f join users using (id) where not exists (select from user_credentials where user_id = f.id)'),
    );
    for (const { id } of without) await this.set(id, await this.credentials.secretOf(id));
  }

  private async set(userId: string, password: string): Promise<void> {
    const hash = await hashPassword(password);
    await this.database.transaction(SYSTEM, (tx) =>
      tx.query('insert into user_credentials (user_id, password_hash, updated_at) values ($1, $2, $3) on conflict do nothing', [
        userId,
        hash,
        this.ports.clock(),
      ]),
    );
  }
}
