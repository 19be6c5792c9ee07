/** What is ticked: rows by id, or all that match the question but some. */
export type Selection = { readonly kind: 'some'; readonly ids: ReadonlySet<string> } | { readonly kind: 'all'; readonly except: ReadonlySet<string> };

export const NOTHING: Selection = { kind: 'some', ids: new Set() };

export const isTicked = (selection: Selection, id: string): boolean => (selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id));

/** Ticks or unticks rows. */
export function ticked(selection: Selection, ids: readonly string[], on: boolean): Selection {
  const changed = (set: ReadonlySet<string>, add: boolean): ReadonlySet<string> => (add ? set.union(new Set(ids)) : set.difference(new Set(ids)));
  return selection.kind === 'some' ? { kind: 'some', ids: changed(selection.ids, on) } : { kind: 'all', except: changed(selection.except, !on) };
}

/** How many rows it has, of so many that match. */
export const countOf = (selection: Selection, matching: number): number =>
  selection.kind === 'some' ? selection.ids.size : Math.max(0, matching - selection.except.size);
