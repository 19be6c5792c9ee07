import { Inject, Injectable } from '@nestjs/common';
import { SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { hashSecret, newSecret } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { People, type Person } from '../people.js';
import { hashPassword } from './password.js';
import { requireGoodPassword } from './password-rule.js';

/** A way to set a password without having one; shown once, to who made it. */
export interface PasswordLink {
  readonly url: string;
  readonly expiresAt: string;
}

export const SET_PASSWORD_PATH = '/oauth/set-password';

const LINK_LASTS_MS = 72 * 3_600_000;

/** How passwords come to be: by a link for who has none (any more), by the old one for who has. */
@Injectable()
export class Passwords {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(People) private readonly people: People,
  ) {}

  /** An older link is void. Whether its maker may is the caller's to know. */
  async linkFor(userId: string, madeBy: string): Promise<PasswordLink> {
    const token = newSecret();
    const expiresAt = new Date(this.ports.clock().getTime() + LINK_LASTS_MS);
    await this.database.transaction(SYSTEM, (tx) =>
      tx.query(
        `insert into password_links (token_hash, user_id, made_by, expires_at) values ($1, $2, $3, $4)
         on conflict (user_id) do update set token_hash = excluded.token_hash, made_by = excluded.made_by, expires_at = excluded.expires_at`,
        [hashSecret(token), userId, madeBy, expiresAt],
      ),
    );
    return { url: `${this.ports.publicUrl}${SET_PASSWORD_PATH}?token=${token}`, expiresAt: expiresAt.toISOString() };
  }

  /** Whose link it is; undefined if it was used or has expired. */
  async personOf(token: string): Promise<Person | undefined> {
    const [link] = await this.database.transaction(SYSTEM, (tx) =>
      tx.query<{ user_id: string }>('select user_id from password_links where token_hash = $1 and expires_at > $2', [hashSecret(token), this.ports.clock()]),
    );
    return link && this.people.withId(link.user_id);
  }

  /** Sets the password by the link, which serves once; false if it is void by now. Throws `Refused` 422 where the password is weak. */
  async setByLink(token: string, person: Person, password: string): Promise<boolean> {
    requireGoodPassword(password, person.name, 'password');
    const hash = await hashPassword(password);
    return this.database.transaction(SYSTEM, async (tx) => {
      const used = await tx.query('delete from password_links where token_hash = $1 and user_id = $2 and expires_at > $3 returning 1', [
        hashSecret(token),
        person.id,
        this.ports.clock(),
      ]);
      if (used.length > 0) await this.store(tx, person.id, hash);
      return used.length > 0;
    });
  }

  /** Throws `Refused` 422 where the password is weak. */
  async change(person: Person, password: string): Promise<void> {
    requireGoodPassword(password, person.name, 'newPassword');
    const hash = await hashPassword(password);
    await this.database.transaction(SYSTEM, async (tx) => {
      await tx.query('delete from password_links where user_id = $1', [person.id]);
      await this.store(tx, person.id, hash);
    });
  }

  /** Who knew the old password is out: every sign-in so far ends. What credentials.json said of it is no longer so. */
  private async store(tx: Tx, userId: string, hash: string): Promise<void> {
    await tx.query(
      `insert into user_credentials (user_id, password_hash, updated_at) values ($1, $2, $3)
       on conflict (user_id) do update set password_hash = excluded.password_hash, updated_at = excluded.updated_at`,
      [userId, hash, this.ports.clock()],
    );
    await tx.query(`delete from first_credentials where id = $1 and kind = 'user'`, [userId]);
    await endSignIns(tx, userId);
  }
}

/** Ends every sign-in of a person: sessions, grants, refresh tokens. Access tokens run out within ten minutes. For who deletes or blocks a user, too. */
export async function endSignIns(tx: Tx, userId: string): Promise<void> {
  await tx.query('delete from issuer_records where account_id = $1', [userId]);
}
