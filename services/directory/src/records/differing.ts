/** The fields of `wanted` that are given and that `current` has otherwise. Lists are compared by what they hold. */
export function differing<Changes extends object>(
  current: { readonly [field in keyof Changes]-?: Exclude<Changes[field], undefined> },
  wanted: Changes,
): Changes {
  const entries = Object.entries(wanted).filter(([field, value]) => value !== undefined && !same(Reflect.get(current, field), value));
  return Object.fromEntries(entries) as Changes;
}

const same = (a: unknown, b: unknown): boolean =>
  Array.isArray(a) && Array.isArray(b) ? a.length === b.length && a.every((value, place) => value === b[place]) : a === b;
