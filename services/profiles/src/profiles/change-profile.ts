import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { KnownModels } from '../copies/known-models.js';
import { trialsOf } from '../rendering/trials.js';
import { Tried } from '../rendering/tried.js';
import { Family } from '../versions/family.js';
import { changeable, type Wanted } from './changeable.js';
import { ConfirmChange } from './confirm-change.js';
import { flushNamed, refuseSharing } from './create-profile.js';
import { refuseUses } from './device-uses.js';
import { heirsOf } from './heirs.js';
import { profileOf, type ProfileView } from './list-profiles.js';
import { useParent } from './parent.js';
import { profileChanged, profileState } from './profile.events.js';
import type { Profile, ProfileSettings } from './profile.js';

/** Changes what a profile is called, for which models it is, whom it is shared with and what it inherits from. */
@Injectable()
export class ChangeProfile {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(KnownModels) private readonly models: KnownModels,
    @Inject(ConfirmChange) private readonly confirmation: ConfirmChange,
    @Inject(Tried) private readonly tried: Tried,
  ) {}

  /** Throws `Refused` 403, 404, 412, 428; 409 `name_not_unique`, `in_use`, `breaks_inheriting`, `being_deleted`, `changed_meanwhile`; 422 as `useParent` and `Tried`, and `unknown_model`. */
  async execute(caller: Caller, wanted: Wanted, changes: Partial<ProfileSettings>): Promise<ProfileView> {
    if (changes.modelIds) await this.models.refuseUnknown(changes.modelIds);
    const { profile, before } = await this.tried.run(caller.scope, async (tx) => {
      const changed = await this.change(tx, caller, wanted, changes);
      // What phones of its models get is another with another parent, or new with another model.
      const isTried = changes.parentId !== undefined || changes.modelIds !== undefined;
      return { value: changed, trials: isTried ? await trialsOf(tx, await Family.of(tx, wanted.id)) : [] };
    });
    if (takesBack(before, profile)) {
      const { id, version } = profile;
      refuseUses(await this.confirmation.execute({ scope: caller.scope, by: caller }, { id, version, state: profileState(profile) }, (settings) => settings));
    }
    return this.database.transaction(caller.scope, (tx) => profileOf(tx, caller, wanted.id));
  }

  private async change(tx: Tx, caller: Caller, { id, ifMatch }: Wanted, changes: Partial<ProfileSettings>): Promise<Changed> {
    if (changes.parentId !== undefined) await Family.hold(tx);
    const profile = await changeable(tx, caller, id);
    requireIfMatch(ifMatch, profile.version);
    const before = profile.settings();
    const at = this.ports.clock();
    const fields = profile.change({ ...before, ...said(changes) }, at);
    if (fields.length === 0) return { profile, before };
    if (takesBack(before, profile)) profile.takeBack({ settings: before, by: { id: caller.id, name: caller.name } }, at);
    if (profile.shared) refuseSharing(profile.ownerResellerId);
    await flushNamed(tx.em);
    if (fields.includes('parentId')) await this.inherit(tx, profile);
    else if (profile.shared && !before.shared) await useParent(tx, profile);
    if (before.shared && !profile.shared) refuseUses(await heirsOf(tx, id, { sharedWith: true }));
    await tx.publish([profileChanged(profile, { by: caller, at }, fields)]);
    return { profile, before };
  }

  private async inherit(tx: Tx, profile: Profile): Promise<void> {
    if (profile.parentId === null) (await Family.of(tx, profile.id)).check();
    else await useParent(tx, profile);
  }
}

interface Changed {
  readonly profile: Profile;
  readonly before: ProfileSettings;
}

const said = (changes: Partial<ProfileSettings>): Partial<ProfileSettings> =>
  Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));

const takesBack = (before: ProfileSettings, after: ProfileSettings): boolean =>
  (before.shared && !after.shared) || before.modelIds.some((id) => !after.modelIds.includes(id));
