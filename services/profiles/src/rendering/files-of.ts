import { type FileTemplate, plainName } from '../versions/file-template.js';
import type { Layer } from '../versions/layers.js';

/** A file of a model, and the layer whose template makes it. */
export interface FileOf {
  readonly template: FileTemplate;
  readonly layer: Layer;
}

/**
 * The files that phones of a model get, by plain names: the nearest profile that has a template of that name says how, in it one for that model before one for all.
 * @param layers from the one that inherits from nobody to the phone's own
 */
export function filesOf(layers: readonly Layer[], modelId: string): ReadonlyMap<string, FileOf> {
  const files = new Map<string, FileOf>();
  for (const layer of layers) {
    const named = layer.content.templates.filter(({ modelIds }) => modelIds.length === 0 || modelIds.includes(modelId));
    for (const template of named.toSorted((one, other) => one.modelIds.length - other.modelIds.length))
      files.set(plainName(template.file), { template, layer });
  }
  return files;
}
