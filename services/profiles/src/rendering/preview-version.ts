import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import type { Format, TemplateRefusal, TracedOutput } from '@ringfleet/templates';
import { Family } from '../versions/family.js';
import { type Laid, lay } from '../versions/layers.js';
import { findVersion } from '../versions/list-versions.js';
import { contextOf, type PhoneFacts } from './context.js';
import { type FileOf, filesOf } from './files-of.js';
import { loadMaskedPhone } from './load-phone.js';
import { originOf, type ValueOrigin } from './origin.js';
import { Rendering } from './rendering.js';
import { MASK, samplePhone } from './sample-phones.js';
import { ownerIn } from './tried.js';

export interface PreviewCommand {
  /** Of a device; else of a made-up one. */
  readonly deviceId?: string | undefined;
  /** Of the made-up one. */
  readonly modelId?: string | undefined;
  /** How many lines the made-up one has; left out: all. */
  readonly lines?: number | undefined;
}

export interface PreviewedValue {
  /** In the file, from 1. */
  readonly line: number;
  readonly text: string;
  /** {{ line.displayName }} */
  readonly expression: string;
  readonly from: readonly ValueOrigin[];
}

export interface PreviewedFile {
  /** As the template has it: {mac}.cfg */
  readonly file: string;
  readonly format: Format;
  /** Of the profile whose template it is. */
  readonly profile: { readonly id: string; readonly name: string; readonly version: number };
  /** null where it cannot be rendered. */
  readonly text: string | null;
  readonly refusal: TemplateRefusal | null;
  readonly values: readonly PreviewedValue[];
}

export interface Preview {
  readonly files: readonly PreviewedFile[];
}

interface Ground {
  readonly laid: Laid;
  readonly files: readonly FileOf[];
  /** By the format, as awkward as that is. */
  readonly phoneFor: (format: Format) => PhoneFacts;
}

/** What phones would get by any version of a profile, secrets masked, and which layer set each value (PRV-02). */
@Injectable()
export class PreviewVersion {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Rendering) private readonly rendering: Rendering,
  ) {}

  /** Throws `Refused` 404; 409 `not_known_yet`; 422 `profile_of_another_model`. */
  async execute(caller: Caller, { id, number }: { readonly id: string; readonly number: number }, command: PreviewCommand): Promise<Preview> {
    const ground = await this.database.transaction(caller.scope, (tx) => groundOf(tx, { id, number }, command));
    return { files: await Promise.all(ground.files.map((file) => this.preview(ownerIn(caller.scope), file, ground))) };
  }

  private async preview(owner: string, { template: { file, format, text }, layer }: FileOf, { laid, phoneFor }: Ground): Promise<PreviewedFile> {
    const rendered = await this.rendering.render(owner, { format, text, context: contextOf(phoneFor(format), laid, () => MASK), trace: true });
    const shown = { file, format, profile: { id: layer.profileId, name: layer.name, version: layer.number } };
    if ('refusal' in rendered) return { ...shown, text: null, refusal: rendered.refusal, values: [] };
    return { ...shown, text: rendered.text, refusal: null, values: rendered.outputs.map((output) => valueOf(output, laid)) };
  }
}

const valueOf = ({ line, text, expression, reads }: TracedOutput, laid: Laid): PreviewedValue => ({
  line,
  text,
  expression,
  from: reads.map((path) => originOf(path, laid)),
});

async function groundOf(
  tx: Tx,
  { id, number }: { readonly id: string; readonly number: number },
  { deviceId, modelId, lines }: PreviewCommand,
): Promise<Ground> {
  const { content } = await findVersion(tx, id, number);
  const family = await Family.of(tx, id);
  const layers = family.layersOf(id, { number, content });
  const covered = family.modelsOf(id);
  const device = deviceId === undefined ? undefined : await loadMaskedPhone(tx, deviceId);
  const model = device?.modelId ?? modelId ?? covered[0] ?? '';
  if (!covered.includes(model)) throw anotherModel(deviceId === undefined ? 'modelId' : 'deviceId');
  const files = [...filesOf(layers, model).values()];
  if (device) return { laid: lay(layers), files, phoneFor: () => device };
  const [facts] = await tx.query<PhoneFacts['model']>('select vendor, name, ports from models where id = $1 and deleted_at is null', [model]);
  if (!facts) throw anotherModel('modelId');
  return { laid: lay(layers), files, phoneFor: (format) => samplePhone({ model: facts, lines: lines ?? facts.ports, format }) };
}

function anotherModel(field: string): Refused {
  const message = 'The profile is not for that model.';
  return new Refused(422, 'profile_of_another_model', message, { errors: [{ code: 'profile_of_another_model', field, message }] });
}
