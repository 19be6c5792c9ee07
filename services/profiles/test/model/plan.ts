// What a run of the model test is about: profiles in a row, their variables and values, and phones.
import type { Format } from '@ringfleet/templates';
import fc from 'fast-check';
import type { Plain, VariableType } from '../../src/versions/variable.js';

export interface VariablePlan {
  readonly name: string;
  readonly type: VariableType;
  readonly default: Plain | null;
  /** Which profile brings it, from the one that inherits from nobody. */
  readonly owner: number;
  /** What the profiles from there on say; absent: nothing. */
  readonly said: readonly (Plain | undefined)[];
}

/** For whom a profile has a template: for all models, or for one of the two. */
const FOR = ['all', 'first', 'second'] as const;

export interface AccountPlan {
  readonly extension: string | null;
  readonly displayName: string | null;
  readonly password: string | null;
}

export interface PhonePlan {
  readonly name: string;
  readonly description: string | null;
  readonly model: 'first' | 'second';
  readonly secret: string | null;
  readonly ports: number;
  /** Of the accounts, by port; several phones may have the same. */
  readonly lines: readonly (number | null)[];
}

export interface Plan {
  readonly format: Format;
  /** Of each profile, from the one that inherits from nobody. */
  readonly templates: readonly (readonly (typeof FOR)[number][])[];
  readonly variables: readonly VariablePlan[];
  readonly accounts: readonly AccountPlan[];
  readonly phones: readonly PhonePlan[];
  /** What a variable is set to afterwards, in a version more of its profile. */
  readonly later: { readonly variable: number; readonly value: Plain | undefined } | null;
}

const MOST_PORTS = 4;
const CHOICES = ['G.722', 'Zoë & <Co>', '=1+1'];
// Of what every format can write; what some cannot: the suite of hostile data.
const WRITABLE = /^[^\p{C}\u2028\u2029\uFFFE\uFFFF"\\]+$/u;

const text = fc.oneof(
  fc.constantFrom('Zoë & <Co>', "O'Neil", ']]>', ' a  b ', '{{ 7 }}', '#;[x]=1', '-->', '****'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((each) => WRITABLE.test(each)),
);
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 2 });

/** An empty text is a value like any other: it wins over what is above it. */
const said = fc.oneof({ weight: 3, arbitrary: text }, fc.constant(''));

const VALUES: Readonly<Record<VariableType, fc.Arbitrary<Plain>>> = {
  string: said,
  integer: fc.maxSafeInteger(),
  boolean: fc.boolean(),
  choice: fc.constantFrom(...CHOICES),
  secret: said.filter((each) => each.trim() === each), // others are refused
};

const variable = (profiles: number, at: number): fc.Arbitrary<VariablePlan> =>
  fc.constantFrom(...(Object.keys(VALUES) as VariableType[])).chain((type) =>
    fc.record({
      name: fc.constant(`v${at}`),
      type: fc.constant(type),
      default: type === 'secret' ? fc.constant(null) : optional(VALUES[type]),
      owner: fc.nat(profiles - 1),
      said: fc.array(fc.option(VALUES[type], { nil: undefined }), { minLength: profiles, maxLength: profiles }),
    }),
  );

const account = fc.record({ extension: optional(fc.constantFrom('100', '2001')), displayName: optional(text), password: optional(text) });

const phone = (accounts: number): fc.Arbitrary<PhonePlan> =>
  fc.integer({ min: 1, max: MOST_PORTS }).chain((ports) =>
    fc.record({
      name: text,
      description: optional(text),
      model: fc.constantFrom('first', 'second'),
      secret: optional(text),
      ports: fc.constant(ports),
      lines: fc.array(optional(fc.nat(accounts - 1)), { maxLength: ports }),
    }),
  );

const later = (variables: readonly VariablePlan[]): fc.Arbitrary<Plan['later']> =>
  optional(
    fc
      .nat(variables.length - 1)
      .chain((at) => fc.record({ variable: fc.constant(at), value: fc.option(VALUES[variables[at]?.type ?? 'string'], { nil: undefined }) })),
  );

export const plan: fc.Arbitrary<Plan> = fc
  .record({ profiles: fc.integer({ min: 1, max: 4 }), variables: fc.integer({ min: 1, max: 6 }), accounts: fc.integer({ min: 1, max: 3 }) })
  .chain(({ profiles, variables, accounts }) =>
    fc
      .record({
        format: fc.constantFrom<Format>('text', 'quoted', 'xml', 'json'),
        templates: fc.array(fc.shuffledSubarray([...FOR]), { minLength: profiles, maxLength: profiles }),
        variables: fc.tuple(...Array.from({ length: variables }, (_, at) => variable(profiles, at))),
        accounts: fc.array(account, { minLength: accounts, maxLength: accounts }),
        phones: fc.array(phone(accounts), { minLength: 1, maxLength: 2 }),
      })
      .chain((made) => later(made.variables).map((change) => ({ ...made, later: change }))),
  );
