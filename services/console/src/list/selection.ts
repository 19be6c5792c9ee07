/** What is ticked: rows by id, or all that match the question. */
export type Selection = { readonly kind: 'some'; readonly ids: ReadonlySet<string> } | { readonly kind: 'all' };

export const NOTHING: Selection = { kind: 'some', ids: new Set() };

export const isTicked = (selection: Selection, id: string): boolean => selection.kind === 'all' || selection.ids.has(id);

/** Ticks or unticks rows of a page; of all that match none can be left out: there the rest of the page stays. */
export function ticked(selection: Selection, ids: readonly string[], on: boolean, page: readonly string[]): Selection {
  if (selection.kind === 'all' && on) return selection;
  const before: ReadonlySet<string> = selection.kind === 'some' ? selection.ids : new Set(page);
  return { kind: 'some', ids: on ? before.union(new Set(ids)) : before.difference(new Set(ids)) };
}

/** How many rows it has, of so many that match. */
export const countOf = (selection: Selection, matching: number): number => (selection.kind === 'some' ? selection.ids.size : matching);
