import type { Tx } from '@ringfleet/persistence';
import { Refused } from '@ringfleet/kernel';
import type { RenderJob } from '@ringfleet/templates';
import { createHash } from 'node:crypto';
import type { Family } from '../versions/family.js';
import { type Content, lay, type Layer } from '../versions/layers.js';
import { contextOf, type PhoneFacts } from './context.js';
import { filesOf } from './files-of.js';
import { modelsInUse, type SampledDevice, sampleDevices } from './sample-devices.js';
import { MASK, samplePhone } from './sample-phones.js';

/** A template that is tried before phones get it. */
export interface Trial {
  /** What is tried: "Front desk, Yealink SIP-T54W". */
  readonly of: string;
  /** "1 of 16 lines". */
  readonly lines: string;
  readonly file: string;
  /** Of what it is made, in short: thousands of trials share a few variables and templates, which may be long. */
  readonly madeOf: string;
  /** Made when its turn comes. */
  readonly job: () => RenderJob;
  /** Of a device, whose facts may be others a moment later. */
  readonly isSample: boolean;
}

type Model = PhoneFacts['model'] & { readonly id: string };

/** More are refused. */
export const MOST_TRIALS = 3_000;

/**
 * Every file of every model that the profiles cover, with no line, one, and all, and of a sample of their devices (PRV-02); one more than may be tried where there are more.
 * Throws `Refused` 422 `no_templates` where devices would have no file at all.
 */
export async function trialsOf(tx: Tx, family: Family, content?: Pick<Layer, 'number' | 'content'>): Promise<Trial[]> {
  const profiles = family.publishedBelow(content);
  const ids = [...new Set(profiles.flatMap(({ modelIds }) => modelIds))];
  const models = new Map(
    (await tx.query<Model>('select id, vendor, name, ports from models where id = any($1::uuid[])', [ids])).map((model) => [model.id, model]),
  );
  await refuseEmptyHanded(tx, family, content);
  const trials: Trial[] = [];
  for (const { id, name, modelIds } of profiles) {
    const layers = family.layersOf(id, content);
    for (const modelId of modelIds) {
      trials.push(...trialsOfModel(layers, { profile: name, model: models.get(modelId) ?? { id: modelId, ...UNKNOWN } }));
      if (trials.length > MOST_TRIALS) return trials;
    }
  }
  const names = new Map(profiles.map(({ id, name }) => [id, name]));
  for (const device of await sampleDevices(tx, [...names.keys()])) {
    trials.push(...trialsOfDevice(family.layersOf(device.profileId, content), names.get(device.profileId) ?? '', device));
  }
  return trials;
}

/** A profile may have values alone, for others to inherit; but not while phones rest on it that would then have nothing to fetch. */
async function refuseEmptyHanded(tx: Tx, family: Family, content?: Pick<Layer, 'number' | 'content'>): Promise<void> {
  const profiles = family.publishedBelow(content);
  const inUse = await modelsInUse(
    tx,
    profiles.map(({ id }) => id),
  );
  const without = new Set(
    inUse.filter(({ profileId, modelId }) => filesOf(family.layersOf(profileId, content), modelId).size === 0).map(({ profileId }) => profileId),
  );
  if (without.size === 0) return;
  const errors = profiles
    .filter(({ id }) => without.has(id))
    .map(({ name }) => ({ field: 'templates', code: 'no_templates', message: `${name} has devices of a model for which it has no template.` }));
  throw new Refused(422, 'no_templates', 'Phones would get no configuration by it: give it templates, or inherit from a profile that has some.', { errors });
}

const hashes = new WeakMap<Content, string>();

function hashOf(content: Content): string {
  const hash = hashes.get(content) ?? createHash('sha256').update(JSON.stringify(content)).digest('base64url');
  hashes.set(content, hash);
  return hash;
}

// Of which inventory has not told yet.
const UNKNOWN = { vendor: 'Vendor', name: 'Model', ports: 2 };

function trialsOfModel(layers: readonly Layer[], { profile, model }: { readonly profile: string; readonly model: Model }): Trial[] {
  const { vendor, name, ports } = model;
  const laid = lay(layers);
  const madeOf = JSON.stringify([model, layers.map(({ profileId, number, content }) => [profileId, number, hashOf(content)])]);
  return [...filesOf(layers, model.id).values()].flatMap(({ template: { file, format, text } }) =>
    [...new Set([0, Math.min(1, ports), ports])].map((lines) => ({
      of: `${profile}, ${vendor} ${name}`,
      lines: `${lines} of ${ports} lines`,
      file,
      madeOf,
      isSample: false,
      job: () => ({ format, text, context: contextOf(samplePhone({ model: { vendor, name, ports }, lines, format }), laid, () => MASK) }),
    })),
  );
}

function trialsOfDevice(layers: readonly Layer[], profile: string, device: SampledDevice): Trial[] {
  const laid = lay(layers);
  const { vendor, name, ports } = device.model;
  return [...filesOf(layers, device.modelId).values()].map(({ template: { file, format, text } }) => ({
    of: `${profile}, device ${device.device.name} (${vendor} ${name})`,
    lines: `${device.lines.length} of ${ports} lines`,
    file,
    // What is said of a device changes all the time.
    madeOf: '',
    isSample: true,
    job: () => ({ format, text, context: contextOf(device, laid, () => MASK) }),
  }));
}
