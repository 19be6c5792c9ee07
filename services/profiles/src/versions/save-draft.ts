import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { OncePerKey, type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import { changeable, type Wanted } from '../profiles/changeable.js';
import { contentOf, type GivenContent } from './draft-content.js';
import { Family } from './family.js';
import { EMPTY } from './layers.js';
import { findVersion, versionOf, type VersionRow, type VersionView } from './list-versions.js';

export interface NewDraft extends GivenContent {
  readonly note?: string | undefined;
  /** Number of the version that it is made from; absent: from nothing. */
  readonly basedOn?: number | undefined;
}

export interface DraftChanges extends GivenContent {
  readonly note?: string | undefined;
}

/** A version of a profile. */
export interface WantedVersion extends Wanted {
  readonly number: number;
}

const MOST_DRAFTS = 20;
const INSERT = `insert into profile_versions (profile_id, number, note, content, version, created_at, created_by_id, created_by_name, updated_at)
  values ($1, $2, $3, $4::jsonb, 1, $5, $6, $7, $5)`;
const UPDATE = 'update profile_versions set note = $3, content = $4::jsonb, version = version + 1, updated_at = $5 where profile_id = $1 and number = $2';

/** Drafts of versions: what is published does not change any more (PRV-01). */
@Injectable()
export class SaveDraft {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(OncePerKey) private readonly once: OncePerKey,
  ) {}

  /** Throws `Refused` 400 `bad_content`, 403, 404; 409 `being_deleted`, `too_many_drafts`. */
  add(caller: Caller, profileId: string, draft: NewDraft, key: string | undefined): Promise<VersionView> {
    return this.once.run({ caller, path: `/api/v1/profiles/${profileId}/versions`, key, body: draft }, async (tx) => {
      const profile = await changeable(tx, caller, profileId);
      await refuseTooMany(tx, profile.id);
      const base = draft.basedOn === undefined ? EMPTY : (await findVersion(tx, profile.id, draft.basedOn)).content;
      const number = (profile.lastNumber += 1);
      await tx.em.flush();
      const above = await layersAbove(tx, profile.id);
      const content = contentOf(draft, { profileId: profile.id, number, above, base }, this.ports.sealer);
      await tx.query(INSERT, [profile.id, number, draft.note ?? '', JSON.stringify(content), this.ports.clock(), caller.id, caller.name]);
      return versionOf(tx, profile.id, number);
    });
  }

  /** Throws `Refused` 400 `bad_content`, 403, 404, 412, 428; 409 `being_deleted`, `version_published`. */
  change(caller: Caller, wanted: WantedVersion, changes: DraftChanges): Promise<VersionView> {
    return this.database.transaction(caller.scope, async (tx) => {
      const { id: profileId, number } = wanted;
      const { content: base, note } = await draftToChange(tx, caller, wanted);
      const content = contentOf(changes, { profileId, number, above: await layersAbove(tx, profileId), base }, this.ports.sealer);
      await tx.query(UPDATE, [profileId, number, changes.note ?? note, JSON.stringify(content), this.ports.clock()]);
      return versionOf(tx, profileId, number);
    });
  }

  /** Throws `Refused` 403, 404, 412, 428; 409 `being_deleted`, `version_published`. */
  discard(caller: Caller, wanted: WantedVersion): Promise<void> {
    return this.database.transaction(caller.scope, async (tx) => {
      await draftToChange(tx, caller, wanted);
      await tx.query('delete from profile_versions where profile_id = $1 and number = $2', [wanted.id, wanted.number]);
    });
  }
}

/** The draft, which nobody else changes until the transaction ends, as its profile is locked. */
async function draftToChange(tx: Tx, caller: Caller, { id, number, ifMatch }: WantedVersion): Promise<VersionRow> {
  await changeable(tx, caller, id);
  const row = await findVersion(tx, id, number);
  requireIfMatch(ifMatch, row.version);
  if (row.publishedAt === null) return row;
  throw new Refused(409, 'version_published', 'What was published stays as it is: make a draft that is based on it.');
}

async function refuseTooMany(tx: Tx, profileId: string): Promise<void> {
  const drafts = await tx.query('select from profile_versions where profile_id = $1 and published_at is null', [profileId]);
  if (drafts.length < MOST_DRAFTS) return;
  throw new Refused(409, 'too_many_drafts', `The profile has ${MOST_DRAFTS} drafts already: publish or discard one.`);
}

const layersAbove = async (tx: Tx, profileId: string) => (await Family.of(tx, profileId)).layersOf(profileId).filter((layer) => layer.profileId !== profileId);
