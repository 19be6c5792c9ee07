import { type Refusal, Refused } from '@ringfleet/kernel';
import { Sealed, type Sealer } from '@ringfleet/secrets';
import { type FileTemplate, judgeTemplates } from './file-template.js';
import { type Content, lay, type Layer } from './layers.js';
import type { ShownValue } from './list-versions.js';
import { judgeSecret, judgeVariables, isSealed, secretPurpose, type Value, type Variable } from './variable.js';

/** What is sent of a version; what is left out stays as in the version that it is made from. */
export interface GivenContent {
  readonly variables?: readonly Variable[] | undefined;
  readonly values?: Readonly<Record<string, ShownValue>> | undefined;
  readonly templates?: readonly FileTemplate[] | undefined;
}

/** On what a draft rests. */
export interface Ground {
  readonly profileId: string;
  readonly number: number;
  /** The published layers of the profiles that it inherits from. */
  readonly above: readonly Layer[];
  /** The version that it is made from, or as it was. */
  readonly base: Content;
}

/** The content that is stored, its secrets sealed. Throws `Refused` 400 `bad_content` with all that is wrong. */
export function contentOf(given: GivenContent, ground: Ground, sealer: Sealer): Content {
  const variables = given.variables ?? ground.base.variables;
  const templates = given.templates ?? ground.base.templates;
  const unfit = [...judgeVariables(variables), ...judgeTemplates(templates)];
  if (unfit.length > 0) throw wrong(unfit);
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  for (const { variable } of lay(ground.above).params.values()) known.set(variable.name, variable);
  const refusals: Refusal[] = [];
  const values: Record<string, Value> = {};
  for (const [name, value] of Object.entries(given.values ?? ground.base.values)) {
    const stored = storedValue(name, value, { ground, sealer, variable: known.get(name) });
    if ('refusals' in stored) refusals.push(...stored.refusals);
    else values[name] = stored.value;
  }
  const content = { variables, values, templates };
  const layer: Layer = { profileId: ground.profileId, name: '', number: ground.number, content };
  refusals.push(...lay([...ground.above, layer]).refusals.filter(({ field }) => field !== undefined));
  if (refusals.length > 0) throw wrong(refusals);
  return content;
}

interface Storing {
  readonly ground: Ground;
  readonly sealer: Sealer;
  readonly variable: Variable | undefined;
}

type Stored = { readonly value: Value } | { readonly refusals: readonly Refusal[] };

function storedValue(name: string, value: ShownValue | Value, { ground, sealer, variable }: Storing): Stored {
  if (isSealed(value)) return { value };
  if (typeof value === 'object') {
    const kept = ground.base.values[name];
    if (isSealed(kept)) return { value: kept };
    return { refusals: [{ field: `values.${name}`, code: 'unknown_secret', message: `${name} has no secret to keep: send it.` }] };
  }
  if (variable?.type !== 'secret') return { value };
  const refusals = judgeSecret(variable, value, `values.${name}`);
  if (refusals.length > 0) return { refusals };
  const sealed = Sealed.seal(sealer, String(value), secretPurpose(ground.profileId, name));
  return { value: { sealed: Buffer.from(sealed.stored()).toString('base64') } };
}

const wrong = (errors: readonly Refusal[]): Refused =>
  new Refused(400, 'bad_content', 'The version cannot be saved so: mend what is listed.', { errors: [...errors] });
