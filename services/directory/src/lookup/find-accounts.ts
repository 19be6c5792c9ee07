import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type FindAccountsRequest, type FindAccountsResponse, FindAccountsResponseSchema } from '@ringfleet/contracts';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { accountState } from '../accounts/account.events.js';
import { Account } from '../accounts/account.js';

/** Answers inventory before it refuses an account that its copy does not have (design.md §1). */
@Injectable()
export class FindAccounts {
  constructor(@Inject(Database) private readonly database: Database) {}

  execute({ ids }: FindAccountsRequest): Promise<FindAccountsResponse> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const found = await tx.em.find(Account, { id: { $in: ids.filter(isId) } });
      return create(FindAccountsResponseSchema, { accounts: found.map((account) => ({ sequence: BigInt(account.version), state: accountState(account) })) });
    });
  }
}
