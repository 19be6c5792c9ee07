import { Inject, Injectable } from '@nestjs/common';
import { type Caller, isId, notFound, type Page, Refused, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Rendered, TemplateRefusal } from '@ringfleet/templates';
import { originOf, type ValueOrigin } from '../rendering/origin.js';
import { peopleOf, Rendering } from '../rendering/rendering.js';
import type { FileTemplate } from '../versions/file-template.js';
import type { ConfigInputs } from './config-inputs.js';
import { inputsPurpose } from './keep-given.js';
import { MakeFile } from './make-file.js';

/** A configuration that a phone got (PRV-11). */
export interface GivenConfigView {
  readonly id: string;
  readonly file: string;
  /** Of the bytes given, as their ETag had it. */
  readonly hash: string;
  readonly encrypted: boolean;
  /** Whose template it was made by. */
  readonly profile: { readonly id: string; readonly name: string; readonly version: number };
  readonly firstAt: string;
  readonly lastAt: string;
}

/** Why it was so: the file without secrets, and of each value where it came from. */
export interface ExplainedConfig extends GivenConfigView {
  /** Made again of the same, it has the same hash. */
  readonly reproduced: boolean;
  readonly text: string;
  readonly values: readonly ExplainedValue[];
}

/** What a phone got last of a file. */
export interface LastGiven extends GivenConfigView {
  /** Without secrets; null where it cannot be made again, as the profile has been deleted. */
  readonly text: string | null;
}

export interface ExplainedValue {
  /** In the text, from 1. */
  readonly line: number;
  readonly text: string;
  readonly expression: string;
  readonly from: readonly ValueOrigin[];
}

/** What phones got, and of what that was made, as far as the caller may know: from when their device was its own (INV-05). */
@Injectable()
export class ReadGiven {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(MakeFile) private readonly makeFile: MakeFile,
    @Inject(Rendering) private readonly rendering: Rendering,
  ) {}

  /** The last first. Throws `Refused` 404. */
  list({ scope }: Caller, deviceId: string): Promise<Page<GivenConfigView>> {
    return this.database.transaction(scope, async (tx) => {
      const [device] = isId(deviceId) ? await tx.query('select from devices where id = $1 and deleted_at is null', [deviceId]) : [];
      if (!device) throw notFound('device');
      const items = (await tx.query<Row>(LAST_FIRST, [deviceId, null])).map(viewOf);
      return { items, nextCursor: null, total: { value: items.length, exact: true } };
    });
  }

  /** Throws `Refused` 404; 410 `version_gone` where the profile was deleted since; 422 `template_fails` where its template does without the secrets, by which it may decide. */
  async explain({ scope }: Caller, deviceId: string, id: string): Promise<ExplainedConfig> {
    const row = await this.database.transaction(scope, async (tx) =>
      isId(deviceId) && isId(id) ? (await tx.query<Row>(GIVEN, [deviceId, id]))[0] : undefined,
    );
    if (!row) throw notFound('configuration');
    const { inputs, text } = await this.open(row);
    if (text === undefined) throw new Refused(410, 'version_gone', 'The profile that it was made by has been deleted.');
    const made = await this.makeFile.execute(text, { ...inputs, owner: peopleOf(inputs.owner) });
    const shown = await this.show(inputs, text);
    if ('refusal' in shown) throw notShown(shown.refusal);
    const params = new Map(Object.entries(inputs.origins).map(([name, layer]) => [name, { layer }]));
    return {
      ...viewOf(row),
      reproduced: 'hash' in made && made.hash === row.hash,
      text: shown.text,
      values: shown.outputs.map(({ reads, ...value }) => ({ ...value, from: reads.map((path) => originOf(path, { params })) })),
    };
  }

  /** What a phone got last of a file, as far as the caller may know; undefined where it got none. */
  async last({ scope }: Caller, deviceId: string, isOfFile: (name: string) => boolean): Promise<LastGiven | undefined> {
    const rows = await this.database.transaction(scope, (tx) => tx.query<Row>(LAST_FIRST, [deviceId, null]));
    const row = rows.find(({ file }) => isOfFile(file));
    if (!row) return undefined;
    const { inputs, text } = await this.open(row);
    const shown = text === undefined ? undefined : await this.show(inputs, text);
    return { ...viewOf(row), text: shown && 'text' in shown ? shown.text : null };
  }

  /** What it was made of, and by which text: undefined where the profile was deleted since. */
  private async open({ id, inputs: sealed }: Row): Promise<{ readonly inputs: ConfigInputs; readonly text: string | undefined }> {
    const inputs = JSON.parse(this.ports.sealer.open(sealed, inputsPurpose(id))) as ConfigInputs;
    return { inputs, text: await this.database.transaction(SYSTEM, (tx) => templateText(tx, inputs.template)) };
  }

  private show({ owner, template: { format }, masked }: ConfigInputs, text: string): Promise<Rendered> {
    return this.rendering.render(peopleOf(owner), { format, text, context: masked, trace: true });
  }
}

function notShown({ code, message }: TemplateRefusal): Refused {
  return new Refused(422, 'template_fails', 'It cannot be shown: its template fails where the secrets are masked.', { errors: [{ code, message }] });
}

async function templateText(tx: Tx, { profileId, number, file, modelIds }: ConfigInputs['template']): Promise<string | undefined> {
  const [version] = await tx.query<{ templates: readonly FileTemplate[] }>(VERSION, [profileId, number]);
  return version?.templates.find((one) => one.file === file && one.modelIds.join() === modelIds.join())?.text;
}

interface Row extends Omit<GivenConfigView, 'profile' | 'firstAt' | 'lastAt'> {
  readonly profileId: string;
  readonly profileName: string;
  readonly profileVersion: number;
  readonly inputs: Uint8Array;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

const viewOf = ({ id, file, hash, encrypted, profileId, profileName, profileVersion, firstAt, lastAt }: Row): GivenConfigView => ({
  id,
  file,
  hash,
  encrypted,
  profile: { id: profileId, name: profileName, version: profileVersion },
  firstAt: firstAt.toISOString(),
  lastAt: lastAt.toISOString(),
});

// Of a device that the caller sees now.
const GIVEN = `
select g.id, g.file, g.hash, g.encrypted, g.profile_id as "profileId", g.profile_name as "profileName", g.profile_version as "profileVersion", g.inputs,
  g.first_at as "firstAt", g.last_at as "lastAt"
from given_configs g join devices d on d.id = g.device_id and d.deleted_at is null
where g.device_id = $1 and ($2::uuid is null or g.id = $2)`;

const LAST_FIRST = `${GIVEN} order by g.last_at desc, g.id desc`;

const VERSION = `select content->'templates' as templates from profile_versions where profile_id = $1 and number = $2`;
