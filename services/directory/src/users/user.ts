import { nameKey, type Role } from '@ringfleet/kernel';

export interface NewUser {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly resellerId: string | null;
  readonly customerId: string | null;
}

/** A person who logs in (DIR-02). */
export class User {
  readonly id: string;
  readonly name: string;
  readonly nameKey: string;
  readonly role: Role;
  readonly resellerId: string | null;
  readonly customerId: string | null;
  readonly version = 1;
  readonly createdAt: Date;
  readonly updatedAt: Date;

  constructor(values: NewUser, now: Date) {
    this.id = values.id;
    this.name = values.name;
    this.nameKey = nameKey(values.name);
    this.role = values.role;
    this.resellerId = values.resellerId;
    this.customerId = values.customerId;
    this.createdAt = now;
    this.updatedAt = now;
  }
}
