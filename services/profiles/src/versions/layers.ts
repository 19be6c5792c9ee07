import type { Refusal } from '@ringfleet/kernel';
import type { FileTemplate } from './file-template.js';
import { judgeValue, type Value, type Variable } from './variable.js';

/** What a version of a profile says: the variables that it brings, values of these and of inherited ones, and the templates of files. */
export interface Content {
  readonly variables: readonly Variable[];
  readonly values: Readonly<Record<string, Value>>;
  readonly templates: readonly FileTemplate[];
}

export const EMPTY: Content = { variables: [], values: {}, templates: [] };

/** A version of a profile, in a chain from the one that inherits from nobody down to the one that a device has. */
export interface Layer {
  readonly profileId: string;
  readonly name: string;
  readonly number: number;
  readonly content: Content;
}

/** What a variable comes to, and which layer said so; its default was said by the layer that brings it. */
export interface Param {
  readonly variable: Variable;
  readonly value: Value | null;
  readonly layer: Layer;
}

export interface Laid {
  readonly params: ReadonlyMap<string, Param>;
  /** Of the last layer where there is nothing wrong with those above it. */
  readonly refusals: readonly Refusal[];
}

/** Lays the layers of a chain over each other: the nearer to the device, the stronger (PRV-01). A name is brought once in a chain. */
export function lay(layers: readonly Layer[]): Laid {
  const params = new Map<string, Param>();
  const refusals: Refusal[] = [];
  for (const layer of layers) {
    for (const [at, variable] of layer.content.variables.entries()) {
      const there = params.get(variable.name);
      if (there) refusals.push(inherited(variable, at, there.layer));
      else params.set(variable.name, { variable, value: variable.default, layer });
    }
    for (const [name, value] of Object.entries(layer.content.values)) {
      const param = params.get(name);
      const wrong = param ? judgeValue(param.variable, value, `values.${name}`) : [unknown(name)];
      if (param && wrong.length === 0) params.set(name, { ...param, value, layer });
      refusals.push(...wrong);
    }
  }
  return { params, refusals };
}

const inherited = ({ name }: Variable, at: number, { name: profile }: Layer): Refusal => ({
  field: `variables[${at}].name`,
  code: 'variable_inherited',
  message: `${name} is inherited from the profile ${profile}: set its value, or take another name.`,
});

const unknown = (name: string): Refusal => ({
  field: `values.${name}`,
  code: 'unknown_variable',
  message: `There is no variable ${name}, neither here nor in a profile that this one inherits from.`,
});
