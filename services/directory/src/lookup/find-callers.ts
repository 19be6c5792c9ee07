import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type FindUsersRequest, type FindUsersResponse, FindUsersResponseSchema } from '@ringfleet/contracts';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { keyState } from '../service-keys/service-key.events.js';
import { ServiceKey } from '../service-keys/service-key.js';
import { userState } from '../users/user.events.js';
import { User } from '../users/user.js';

/** Answers other services whose copy does not know a caller: a user and a key made a moment ago are known (design.md §1). */
@Injectable()
export class FindCallers {
  constructor(@Inject(Database) private readonly database: Database) {}

  execute({ ids }: FindUsersRequest): Promise<FindUsersResponse> {
    const named = { id: { $in: ids.filter(isId) } };
    return this.database.transaction(SYSTEM, async (tx) => {
      const users = (await tx.em.find(User, named)).map((user) => ({ sequence: BigInt(user.version), state: userState(user) }));
      const keys = (await tx.em.find(ServiceKey, named)).map((key) => ({ sequence: BigInt(key.version), state: keyState(key) }));
      return create(FindUsersResponseSchema, { users: [...users, ...keys] });
    });
  }
}
