import { create } from '@bufbuild/protobuf';
import { Inject, Injectable } from '@nestjs/common';
import { type FindProfilesRequest, type FindProfilesResponse, FindProfilesResponseSchema } from '@ringfleet/contracts';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { profileState } from '../profiles/profile.events.js';
import { Profile } from '../profiles/profile.js';

/** Answers other services that are about to refuse a profile their own copy does not have (design.md §1). */
@Injectable()
export class FindProfiles {
  constructor(@Inject(Database) private readonly database: Database) {}

  execute({ nameKeys, ids }: FindProfilesRequest): Promise<FindProfilesResponse> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const found = await tx.em.find(Profile, { $or: [{ id: { $in: ids.filter(isId) } }, { nameKey: { $in: nameKeys } }] });
      const profiles = found.map((profile) => ({ sequence: BigInt(profile.version), state: profileState(profile) }));
      return create(FindProfilesResponseSchema, { profiles });
    });
  }
}
