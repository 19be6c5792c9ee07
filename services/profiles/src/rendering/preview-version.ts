import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { Format, TracedOutput } from '@ringfleet/templates';
import { fileNamed, nameFor, type Named } from '../given/load-config.js';
import { type GivenConfigView, ReadGiven } from '../given/read-given.js';
import { Family } from '../versions/family.js';
import { type Laid, lay } from '../versions/layers.js';
import { findVersion } from '../versions/list-versions.js';
import { contextOf, type PhoneFacts } from './context.js';
import { isEncryptable, NOT_ENCRYPTABLE, type PreviewRefusal } from './encryptable.js';
import { type FileOf, filesOf } from './files-of.js';
import { lineDifference } from './line-difference.js';
import { loadMaskedPhone, type MaskedPhone, withoutMissing } from './load-phone.js';
import { originOf, type ValueOrigin } from './origin.js';
import { Rendering } from './rendering.js';
import { MASK, SAMPLE_MAC, samplePhone } from './sample-phones.js';
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
  /** As the phone asks for it: 001565abc000.cfg; null where a phone without an address cannot. */
  readonly name: string | null;
  readonly format: Format;
  /** Of the profile whose template it is. */
  readonly profile: { readonly id: string; readonly name: string; readonly version: number };
  /** null where it cannot be rendered. */
  readonly text: string | null;
  /** Why its phone would get nothing. */
  readonly refusal: PreviewRefusal | null;
  readonly values: readonly PreviewedValue[];
  /** What the phone of the device got last in this place; null where it has never fetched it, and of a made-up one. */
  readonly lastGiven: PreviewedChange | null;
}

export interface PreviewedChange extends GivenConfigView {
  /** From what it got to what it would get, both without secrets, as unified hunks: '' where they are the same, null where one of them cannot be made. */
  readonly difference: string | null;
}

export interface Preview {
  readonly files: readonly PreviewedFile[];
}

interface Ground {
  readonly laid: Laid;
  readonly files: readonly FileOf[];
  readonly named: Named;
  /** By the format, as awkward as that is. */
  readonly phoneFor: (format: Format) => PhoneFacts;
  /** Absent of a made-up one. */
  readonly device?: MaskedPhone;
  readonly cannot?: PreviewRefusal | undefined;
}

/** What phones would get by any version of a profile, secrets masked, and which layer set each value (PRV-02). */
@Injectable()
export class PreviewVersion {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Rendering) private readonly rendering: Rendering,
    @Inject(ReadGiven) private readonly given: ReadGiven,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Throws `Refused` 404; 409 `not_known_yet`; 422 `profile_of_another_model`. */
  async execute(caller: Caller, { id, number }: { readonly id: string; readonly number: number }, command: PreviewCommand): Promise<Preview> {
    const seen = await this.database.transaction(caller.scope, (tx) => groundOf(tx, { id, number }, command));
    const ground = seen.device ? await this.groundOfDevice(seen, seen.device) : seen;
    const files: PreviewedFile[] = [];
    let left = MOST_SHOWN;
    for (const file of ground.files) {
      const shown = left > 0 ? await this.preview(caller, file, ground) : { ...headOf(file, ground), ...NOT_SHOWN };
      left -= JSON.stringify(shown).length;
      files.push(shown);
    }
    return { files };
  }

  private async groundOfDevice(seen: Ground, device: MaskedPhone): Promise<Ground> {
    return this.database.transaction(SYSTEM, async (tx) => {
      const phone = await withoutMissing(tx, device);
      const cannot = (await isEncryptable(tx, device, this.ports.sealer)) ? undefined : NOT_ENCRYPTABLE;
      return { ...seen, phoneFor: () => phone, cannot };
    });
  }

  private async preview(caller: Caller, file: FileOf, ground: Ground): Promise<PreviewedFile> {
    const { format, text } = file.template;
    const context = contextOf(ground.phoneFor(format), ground.laid, () => MASK);
    const rendered = await this.rendering.render(ownerIn(caller.scope), { format, text, context, trace: true });
    const shown = headOf(file, ground);
    const outcome = !('refusal' in rendered) && ground.cannot ? { refusal: ground.cannot } : rendered;
    if ('refusal' in outcome)
      return { ...shown, text: null, refusal: outcome.refusal, values: [], lastGiven: await this.lastGiven(caller, file, ground, null) };
    const values = outcome.outputs.map((output) => valueOf(output, ground.laid));
    return { ...shown, text: outcome.text, refusal: null, values, lastGiven: await this.lastGiven(caller, file, ground, outcome.text) };
  }

  private async lastGiven(caller: Caller, file: FileOf, { device, named, files }: Ground, text: string | null): Promise<PreviewedChange | null> {
    if (!device) return null;
    const last = await this.given.last(caller, device.id, (name) => fileNamed(name, named, files) === file);
    if (!last) return null;
    const { text: before, ...view } = last;
    return { ...view, difference: before === null || text === null ? null : lineDifference(before, text) };
  }
}

/** Characters of an answer, after which no more files are shown: it is written in one go, and everybody waits meanwhile. */
const MOST_SHOWN = 5_000_000;
const NOT_SHOWN = {
  text: null,
  refusal: { code: 'output_limit', message: 'It is not shown: the files before it are too long together.', line: null, expression: null },
  values: [],
  lastGiven: null,
} as const;

const headOf = (file: FileOf, { named, files }: Ground): Pick<PreviewedFile, 'file' | 'name' | 'format' | 'profile'> => ({
  file: file.template.file,
  name: nameFor(file, named, files),
  format: file.template.format,
  profile: { id: file.layer.profileId, name: file.layer.name, version: file.layer.number },
});

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
  if (device) {
    const named = { mac: device.device.mac, model: device.model.name, fileName: device.fileName };
    return { laid: lay(layers), files, named, device, phoneFor: () => device };
  }
  const [facts] = await tx.query<PhoneFacts['model']>('select vendor, name, ports from models where id = $1 and deleted_at is null', [model]);
  if (!facts) throw anotherModel('modelId');
  const named = { mac: SAMPLE_MAC, model: facts.name, fileName: null };
  return { laid: lay(layers), files, named, phoneFor: (format) => samplePhone({ model: facts, lines: lines ?? facts.ports, format }) };
}

function anotherModel(field: string): Refused {
  const message = 'The profile is not for that model.';
  return new Refused(422, 'profile_of_another_model', message, { errors: [{ code: 'profile_of_another_model', field, message }] });
}
