import fc from 'fast-check';
import { type Content, lay, type Layer } from './layers.js';
import type { Variable } from './variable.js';

const NAMES = ['a', 'b', 'c', 'd'];

const variableNamed = (name: string, max: number, standard: number | null): Variable => ({
  name,
  label: null,
  type: 'integer',
  default: standard,
  min: 0,
  max,
  maxLength: null,
  choices: [],
});

const variable = fc
  .tuple(fc.constantFrom(...NAMES), fc.nat(9), fc.option(fc.nat(9)))
  .map(([name, max, standard]) => variableNamed(name, max, standard !== null && standard > max ? null : standard));
const content: fc.Arbitrary<Content> = fc.record({
  variables: fc.uniqueArray(variable, { selector: ({ name }) => name, maxLength: 4 }),
  values: fc.dictionary(fc.constantFrom(...NAMES), fc.nat(9)),
  templates: fc.constant([]),
});
const chain = fc
  .array(content, { minLength: 1, maxLength: 5 })
  .map((contents): Layer[] => contents.map((each, at) => ({ profileId: `p${at}`, name: `Profile ${at}`, number: at + 1, content: each })));

/** The slow reading of the rule: for each name, who brings it first, and then upwards from the device whoever sets it to something that fits. */
function reference(layers: readonly Layer[], name: string): { readonly value: unknown; readonly profile: string } | undefined {
  const bringer = layers.findIndex((layer) => layer.content.variables.some((each) => each.name === name));
  const brought = layers[bringer]?.content.variables.find((each) => each.name === name);
  if (!brought) return undefined;
  for (let at = layers.length - 1; at >= bringer; at -= 1) {
    const value = layers[at]?.content.values[name];
    if (typeof value === 'number' && value <= (brought.max ?? 0)) return { value, profile: `p${at}` };
  }
  return { value: brought.default, profile: `p${bringer}` };
}

describe('the layers of a profile (PRV-01)', () => {
  it('come to what a slow reading of the rule says, each value with the layer that set it', () => {
    fc.assert(
      fc.property(chain, (layers) => {
        const { params } = lay(layers);
        for (const name of NAMES) {
          const param = params.get(name);
          expect(param && { value: param.value, profile: param.layer.profileId }).toEqual(reference(layers, name));
        }
      }),
    );
  });

  it('are in order exactly where every name is brought once, before it is set, and set to what fits', () => {
    fc.assert(
      fc.property(chain, (layers) => {
        const brought = new Map<string, number>();
        let wrong = 0;
        for (const {
          content: { variables, values },
        } of layers) {
          for (const { name, max } of variables) {
            if (brought.has(name)) wrong += 1;
            else brought.set(name, max ?? 0);
          }
          for (const [name, value] of Object.entries(values)) if (!(Number(value) <= (brought.get(name) ?? -1))) wrong += 1;
        }
        expect(lay(layers).refusals.length).toBe(wrong);
      }),
    );
  });
});
