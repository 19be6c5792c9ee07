import type { Tx } from '@ringfleet/persistence';
import type { RenderJob } from '@ringfleet/templates';
import type { Family } from '../versions/family.js';
import { lay, type Layer } from '../versions/layers.js';
import { contextOf, type PhoneFacts } from './context.js';
import { filesOf } from './files-of.js';
import { MASK, samplePhone } from './sample-phones.js';

/** A template that is tried before phones get it. */
export interface Trial {
  /** What is tried: "Front desk, Yealink SIP-T54W, {mac}.cfg, 1 of 16 lines". */
  readonly label: string;
  readonly file: string;
  readonly job: RenderJob;
}

type Model = PhoneFacts['model'] & { readonly id: string };

/** More are refused. */
export const MOST_TRIALS = 3_000;

/** Every file of every model that the profiles cover, with no line, one, and all (PRV-02); one more than may be tried where there are more. */
export async function trialsOf(tx: Tx, family: Family, content?: Pick<Layer, 'number' | 'content'>): Promise<Trial[]> {
  const profiles = family.publishedBelow(content);
  const ids = [...new Set(profiles.flatMap(({ modelIds }) => modelIds))];
  const models = new Map(
    (await tx.query<Model>('select id, vendor, name, ports from models where id = any($1::uuid[])', [ids])).map((model) => [model.id, model]),
  );
  const trials: Trial[] = [];
  for (const { id, name, modelIds } of profiles) {
    const layers = family.layersOf(id, content);
    for (const modelId of modelIds) {
      trials.push(...trialsOfModel(layers, { profile: name, model: models.get(modelId) ?? { id: modelId, ...UNKNOWN } }));
      if (trials.length > MOST_TRIALS) return trials;
    }
  }
  return trials;
}

// Of which inventory has not told yet.
const UNKNOWN = { vendor: 'Vendor', name: 'Model', ports: 2 };

function trialsOfModel(layers: readonly Layer[], { profile, model }: { readonly profile: string; readonly model: Model }): Trial[] {
  const { vendor, name, ports } = model;
  const laid = lay(layers);
  return [...filesOf(layers, model.id).values()].flatMap(({ template: { file, format, text } }) =>
    [...new Set([0, Math.min(1, ports), ports])].map((lines) => ({
      label: `${profile}, ${vendor} ${name}, ${file}, ${lines} of ${ports} lines`,
      file,
      job: { format, text, context: contextOf(samplePhone({ model: { vendor, name, ports }, lines, format }), laid, () => MASK) },
    })),
  );
}
