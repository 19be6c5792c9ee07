import { nameKey, shorten, textOf } from '@ringfleet/kernel';
import { type Model, modelLabel } from '../models/model.js';
import type { Profile } from '../tenants/tenant.js';
import type { Judge, Told } from './judge.js';

/** The profile that a cell names: the managing reseller's own before the provider's before any other that is seen (IMP-02a). */
function named(profiles: readonly Profile[], managedBy: Told<string | null>): Profile | undefined {
  const ofManager = managedBy && managedBy.value !== null ? profiles.find(({ ownerResellerId }) => ownerResellerId === managedBy.value) : undefined;
  return ofManager ?? profiles.find(({ ownerResellerId }) => ownerResellerId === null) ?? profiles[0];
}

/**
 * PRV-01, on a device managed by `managedBy`: for the provider its own profiles, for a reseller its own and the provider's shared ones; on a reseller's device only that reseller's and shared ones.
 * A customer sees names and chooses none (DIR-02a).
 */
function isUsable(profile: Profile, managedBy: string | null, { scope }: Judge['uploader']): boolean {
  if (scope.kind === 'customer') return false;
  const byOwnerRule =
    profile.ownerResellerId === null ? scope.kind === 'provider' || profile.shared : scope.kind === 'reseller' && scope.resellerId === profile.ownerResellerId;
  return byOwnerRule && isUsableOn(profile, managedBy);
}

/** PRV-01, whoever chooses it: a device may have it that is managed by `managedBy`. */
export const isUsableOn = (profile: Profile, managedBy: string | null): boolean =>
  managedBy === null ? profile.ownerResellerId === null : profile.ownerResellerId === managedBy || (profile.ownerResellerId === null && profile.shared);

export function judgeProfile(judge: Judge, managedBy: Told<string | null>, model: Told<Model>): Told<Profile | null> {
  const { row, refs, uploader, refuse } = judge;
  const text = textOf(row, 'profile');
  if (text === '') return { value: null };
  const profile = named(refs.profilesByKey(nameKey(text)), managedBy);
  if (!profile) return refuse('profile', 'unknown_profile', `No CPE profile ${shorten(text)} is known.`);
  // Which of several is meant, and whether it may be used, rests on who manages the device.
  if (!managedBy) return undefined;
  if (!isUsable(profile, managedBy.value, uploader)) {
    const remedy = uploader.scope.kind === 'customer' ? 'leave it empty' : 'choose one of its manager or a shared one';
    refuse('profile', 'profile_not_usable', `You may not use the CPE profile ${shorten(profile.name)} on a device managed so; ${remedy}.`);
  }
  return forModel(judge, profile, model);
}

/** A profile is for some models alone (PRV-01). It is known even so. */
export function forModel({ refuse }: Pick<Judge, 'refuse'>, profile: Profile, model: Told<Model>): Told<Profile> {
  if (model && !profile.modelIds.includes(model.value.id)) {
    refuse('profile', 'profile_of_another_model', `The CPE profile ${shorten(profile.name)} is not for ${modelLabel(model.value)}.`);
  }
  return { value: profile };
}
