import type { Template, Value, Variable, Version } from './profile.js';

/** What is typed of a version. */
export interface Content {
  readonly note: string;
  readonly variables: readonly Variable[];
  readonly values: Readonly<Record<string, Value>>;
  readonly templates: readonly Template[];
}

export const contentOf = ({ note, variables, values, templates }: Version): Content => ({ note, variables, values, templates });

/** The same, in whatever order the fields of its records stand. */
export const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(ordered(one)) === JSON.stringify(ordered(other));

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value ?? null;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, ordered(each)]),
  );
}

/** The parts that differ from what is saved. */
export const changesOf = (content: Content, saved: Content): Partial<Content> =>
  Object.fromEntries(Object.entries(content).filter(([part, value]) => !isSame(value, saved[part as keyof Content])));

export const isSecret = (value: Value | undefined): value is Exclude<Value, string | number | boolean> => typeof value === 'object';

/** What may lie in the browser's storage: of secrets not what was typed, but what was there before. @param secrets names of inherited ones */
export function withoutSecrets(content: Content, before: Content, secrets: readonly string[]): Content {
  const own = content.variables.filter(({ type }) => type === 'secret').map(({ name }) => name);
  const isTyped = (name: string, value: Value): boolean => !isSecret(value) && (own.includes(name) || secrets.includes(name));
  const kept = Object.entries(content.values).flatMap(([name, value]) => {
    const open = isTyped(name, value) ? before.values[name] : value;
    return open === undefined ? [] : [[name, open] as const];
  });
  return { ...content, values: Object.fromEntries(kept) };
}

/** After `sent` was saved: a secret that came with it is kept by the service now, and is not sent again. */
export const withKeptSecrets = (now: Content, sent: Content, saved: Content): Content => ({
  ...now,
  values: Object.fromEntries(
    Object.entries(now.values).map(([name, value]) => [name, isSecret(saved.values[name]) && value === sent.values[name] ? { secret: true as const } : value]),
  ),
});

/** What a draft from nothing can be made of: secrets that the service kept for another are none of its own. */
export const withoutKeptSecrets = (content: Content): Content => ({
  ...content,
  values: Object.fromEntries(Object.entries(content.values).filter(([, value]) => !isSecret(value))),
});

const fileOf = ({ file, modelIds }: Template): string => [file, ...modelIds].join(' ');
const nameOf = ({ name }: Variable): string => name;
const own = <T>(mine: T | undefined, before: T | undefined, theirs: T | undefined): T | undefined => (isSame(mine, before) ? theirs : mine);

/** One's own where one typed, theirs elsewhere: variable by variable, value by value, template by template. */
export function rebased(mine: Content, before: Content, theirs: Content): Content {
  return {
    note: own(mine.note, before.note, theirs.note) ?? '',
    variables: rebasedList(nameOf, mine.variables, before.variables, theirs.variables),
    values: Object.fromEntries(
      [...new Set([...Object.keys(theirs.values), ...Object.keys(mine.values)])].flatMap((name) => {
        const value = own(mine.values[name], before.values[name], theirs.values[name]);
        return value === undefined ? [] : [[name, value]];
      }),
    ),
    templates: rebasedList(fileOf, mine.templates, before.templates, theirs.templates),
  };
}

function rebasedList<T>(keyOf: (each: T) => string, mine: readonly T[], before: readonly T[], theirs: readonly T[]): readonly T[] {
  const among = (list: readonly T[], key: string): T | undefined => list.find((each) => keyOf(each) === key);
  const keys = [...new Set([...theirs, ...mine].map(keyOf))];
  return keys.flatMap((key) => {
    const kept = own(among(mine, key), among(before, key), among(theirs, key));
    return kept === undefined ? [] : [kept];
  });
}

/** What differs between two, by its name, as a person is told: `{mac}.cfg`, `ntp_server`. */
export interface Differing {
  readonly part: 'note' | 'variable' | 'value' | 'template';
  readonly name: string;
}

export function differing(one: Content, other: Content): readonly Differing[] {
  const of = <T>(part: Differing['part'], first: ReadonlyMap<string, T>, second: ReadonlyMap<string, T>): Differing[] =>
    [...new Set([...first.keys(), ...second.keys()])].filter((name) => !isSame(first.get(name), second.get(name))).map((name) => ({ part, name }));
  const map = <T>(list: readonly T[], keyOf: (each: T) => string): ReadonlyMap<string, T> => new Map(list.map((each) => [keyOf(each), each]));
  return [
    ...of('note', new Map([['', one.note]]), new Map([['', other.note]])),
    ...of('variable', map(one.variables, nameOf), map(other.variables, nameOf)),
    ...of('value', new Map(Object.entries(one.values)), new Map(Object.entries(other.values))),
    ...of('template', map(one.templates, fileOf), map(other.templates, fileOf)),
  ];
}
