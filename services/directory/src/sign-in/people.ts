import { Inject, Injectable } from '@nestjs/common';
import { nameKey, type Role, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';

/** A user as it signs in: with its reseller, where its customer has one. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly resellerId: string | null;
  readonly customerId: string | null;
  /** null: no password is set yet. */
  readonly passwordHash: string | null;
  readonly hasSecondFactor: boolean;
}

const SELECT = `
select u.id, u.name, u.role, coalesce(u.reseller_id, c.reseller_id) as "resellerId", u.customer_id as "customerId",
  k.password_hash as "passwordHash", k.second_factor_confirmed_at is not null as "hasSecondFactor"
from users u left join customers c on c.id = u.customer_id left join user_credentials k on k.user_id = u.id`;

/** Who may sign in here. */
@Injectable()
export class People {
  constructor(@Inject(Database) private readonly database: Database) {}

  withId(id: string): Promise<Person | undefined> {
    return this.one('u.id = $1', id);
  }

  named(name: string): Promise<Person | undefined> {
    return this.one('u.name_key = $1', nameKey(name));
  }

  private async one(condition: string, value: string): Promise<Person | undefined> {
    const [person] = await this.database.transaction(SYSTEM, (tx) => tx.query<Person>(`${SELECT} where u.issuer is null and ${condition}`, [value]));
    return person;
  }
}

/** What a token says of a person (libs/access reads it). */
export const claimsOf = ({ name, role, resellerId, customerId }: Person): Record<string, string> => ({
  rf_name: name,
  rf_role: role,
  ...(resellerId && { rf_reseller: resellerId }),
  ...(customerId && { rf_customer: customerId }),
});
