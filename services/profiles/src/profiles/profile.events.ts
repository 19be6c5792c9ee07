import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, type ProfileChanged, ProfileChangedSchema, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Profile } from './profile.js';

export const profileState = (profile: Profile, change?: Change): ProfileChanged =>
  create(ProfileChangedSchema, {
    id: profile.id,
    name: profile.name,
    ownerResellerId: profile.ownerResellerId ?? '',
    shared: profile.shared,
    modelIds: [...profile.modelIds],
    parentId: profile.parentId ?? '',
    publishedVersion: profile.publishedNumber ?? 0,
    closing: profile.closingSince !== null,
    change,
  });

export function profileCreated(profile: Profile, author: Author): OutgoingRecord {
  const fields = ['name', ...(profile.ownerResellerId ? ['ownerResellerId'] : []), 'shared', 'modelIds', ...(profile.parentId ? ['parentId'] : [])];
  return record(profile, author, profileState(profile, changeBy(author, Change_Kind.CREATED, fields)));
}

export const profileChanged = (profile: Profile, author: Author, fields: readonly string[]): OutgoingRecord =>
  record(profile, author, profileState(profile, changeBy(author, Change_Kind.CHANGED, fields)));

/** The last state, and the tombstone. */
export function profileDeleted(profile: Profile, author: Author): OutgoingRecord[] {
  const last = profileState(profile, changeBy(author, Change_Kind.DELETED, []));
  last.deleted = true;
  return [record(profile, author, last, 1), record(profile, author, null, 2)];
}

const record = (profile: Profile, { at }: Author, message: ProfileChanged | null, later = 0): OutgoingRecord =>
  toRecord({
    topic: topics.profiles,
    key: profile.id,
    sequence: profile.version + later,
    source: 'profiles',
    time: at,
    message,
    headers: profile.ownerResellerId ? { rf_reseller: profile.ownerResellerId } : {},
  });
