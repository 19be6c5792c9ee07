import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, type ProfileChanged, ProfileChangedSchema, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Profile } from './profile.js';

export const profileState = ({ id, name, ownerResellerId, shared, modelIds }: Profile, change?: Change): ProfileChanged =>
  create(ProfileChangedSchema, { id, name, ownerResellerId: ownerResellerId ?? '', shared, modelIds: [...modelIds], change });

export function profileCreated(profile: Profile, author: Author): OutgoingRecord {
  const fields = ['name', ...(profile.ownerResellerId ? ['ownerResellerId'] : []), 'shared', 'modelIds'];
  return toRecord({
    topic: topics.profiles,
    key: profile.id,
    sequence: profile.version,
    source: 'profiles',
    time: author.at,
    message: profileState(profile, changeBy(author, Change_Kind.CREATED, fields)),
    headers: profile.ownerResellerId ? { rf_reseller: profile.ownerResellerId } : {},
  });
}
