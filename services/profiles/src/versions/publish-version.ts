import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { changeable } from '../profiles/changeable.js';
import { profileChanged } from '../profiles/profile.events.js';
import { trialsOf } from '../rendering/trials.js';
import { Tried } from '../rendering/tried.js';
import { Family } from './family.js';
import { findVersion, versionOf, type VersionView } from './list-versions.js';
import type { WantedVersion } from './save-draft.js';

const PUBLISHED = `update profile_versions set published_at = coalesce(published_at, $3), published_by_id = coalesce(published_by_id, $4), published_by_name = coalesce(published_by_name, $5)
  where profile_id = $1 and number = $2`;
// What is no longer published is another state too: whoever has read one of them before has what is no longer so.
const SAID_ANEW = 'update profile_versions set version = version + 1 where profile_id = $1 and number = any($2::integer[])';

/** From now on phones get this version: a draft, or an earlier one again. Profiles that inherit from it have its values at once (deploy/docs/decisions/profiles.md). */
@Injectable()
export class PublishVersion {
  constructor(
    @Inject(Tried) private readonly tried: Tried,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Throws `Refused` 403, 404, 412, 428; 409 `being_deleted`, `breaks_inheriting` naming every profile that would be wrong; and as `Tried`. */
  execute(caller: Caller, { id, number, ifMatch }: WantedVersion): Promise<VersionView> {
    return this.tried.run(caller.scope, async (tx) => {
      await Family.hold(tx);
      const profile = await changeable(tx, caller, id);
      const { version, content } = await findVersion(tx, id, number);
      requireIfMatch(ifMatch, version);
      const family = await Family.of(tx, id);
      family.check({ number, content });
      const at = this.ports.clock();
      await tx.query(PUBLISHED, [id, number, at, caller.id, caller.name]);
      if (profile.publishedNumber !== number) {
        await tx.query(SAID_ANEW, [id, [number, profile.publishedNumber]]);
        profile.publish(number, at);
        await tx.em.flush();
        await tx.publish([profileChanged(profile, { by: caller, at }, ['publishedVersion'])]);
      }
      return { value: await versionOf(tx, id, number), trials: await trialsOf(tx, family, { number, content }) };
    });
  }
}
