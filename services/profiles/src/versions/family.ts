import { Refused } from '@ringfleet/kernel';
import type { SqlTx } from '@ringfleet/persistence';
import { type Content, lay, type Layer } from './layers.js';

const MOST_LAYERS = 5;
const FAMILY_LOCK = 7_264_011; // any number that is the same in every instance

/** A profile and its published content, null where there is none. */
interface Member {
  readonly id: string;
  readonly name: string;
  readonly parentId: string | null;
  readonly modelIds: readonly string[];
  readonly number: number | null;
  readonly content: Content | null;
}

// `union` rather than `union all`, so that a circle ends too.
const UP = `up as (select id, parent_id from profiles where id = $1 union select p.id, p.parent_id from profiles p join up on p.id = up.parent_id)`;
const DOWN = `down as (select id, parent_id from profiles where id = $1 union select p.id, p.parent_id from profiles p join down on p.parent_id = down.id)`;
const MEMBERS = `
select p.id, p.name, p.parent_id as "parentId", p.model_ids as "modelIds", p.published_number as number, v.content
from profiles p left join profile_versions v on v.profile_id = p.id and v.number = p.published_number`;
const ABOVE = `with recursive ${UP} ${MEMBERS} where p.id in (select id from up)`;
const FAMILY = `with recursive ${UP}, ${DOWN} ${MEMBERS} where p.id in (select id from up union select id from down) order by p.id`;

/** A profile with those that it inherits from and all that inherit from it, as far as they are published. */
export class Family {
  private constructor(
    private readonly id: string,
    private readonly members: ReadonlyMap<string, Member>,
  ) {}

  static async of(tx: SqlTx, id: string): Promise<Family> {
    const members = await tx.query<Member>(FAMILY, [id]);
    return new Family(id, new Map(members.map((member) => [member.id, member])));
  }

  /** The profile with those that it inherits from alone: all that a phone needs, however many inherit from it. */
  static async above(tx: SqlTx, id: string): Promise<Family> {
    const members = await tx.query<Member>(ABOVE, [id]);
    return new Family(id, new Map(members.map((member) => [member.id, member])));
  }

  /** Until the transaction ends no profile gets another parent, and none is published: two changes that are right alone may be wrong together. */
  static async hold(tx: SqlTx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [FAMILY_LOCK]);
  }

  /** The profile and what it inherits from, nearest first. Throws `Refused` 422 `inherits_from_itself`, `too_many_layers`. */
  private lineOf(id: string): Member[] {
    const line: Member[] = [];
    for (let member = this.members.get(id); member; member = member.parentId === null ? undefined : this.members.get(member.parentId)) {
      if (line.includes(member))
        throw wrongParent('inherits_from_itself', 'It would inherit from itself: choose a profile that does not inherit from this one.');
      line.push(member);
    }
    if (line.length > MOST_LAYERS) throw wrongParent('too_many_layers', `At most ${MOST_LAYERS} profiles inherit from each other in a row.`);
    return line;
  }

  /** The layers from the first to the profile itself, whose content may be one that is not published yet. Those without published content have none. */
  layersOf(id: string, content?: Pick<Layer, 'number' | 'content'>): Layer[] {
    return this.lineOf(id)
      .toReversed()
      .flatMap(({ id: profileId, name, ...published }) => {
        const said = profileId === this.id && content ? content : published;
        return said.number === null || said.content === null ? [] : [{ profileId, name, number: said.number, content: said.content }];
      });
  }

  /** The models that a profile of it is for. */
  modelsOf(id: string): readonly string[] {
    return this.members.get(id)?.modelIds ?? [];
  }

  /** The profile and all that inherit from it, as far as they have published content or would have. */
  publishedBelow(content?: Pick<Layer, 'number' | 'content'>): readonly Pick<Member, 'id' | 'name' | 'modelIds'>[] {
    const below = [...this.members.values()].filter(({ id }) => this.lineOf(id).some((member) => member.id === this.id));
    return below.filter((member) => member.content !== null || (member.id === this.id && content !== undefined));
  }

  /** Throws `Refused` 409 `breaks_inheriting` where a published profile that inherits from this one would be wrong, 422 where the line is too long or a circle. */
  check(content?: Pick<Layer, 'number' | 'content'>): void {
    const errors = this.publishedBelow(content).flatMap(({ id, name }) =>
      lay(this.layersOf(id, content)).refusals.map(({ message, ...refusal }) => ({ ...refusal, message: `${name}: ${message}` })),
    );
    if (errors.length > 0) throw new Refused(409, 'breaks_inheriting', 'Profiles would say what makes no sense with this: mend them first.', { errors });
  }
}

const wrongParent = (code: string, message: string): Refused => new Refused(422, code, message, { errors: [{ code, field: 'parentId', message }] });
