/** What is ticked: rows by id, or all that match the question. */
export type Selection = { readonly kind: 'some'; readonly ids: ReadonlySet<string> } | { readonly kind: 'all' };

export const NOTHING: Selection = { kind: 'some', ids: new Set() };

export const isTicked = (selection: Selection, id: string): boolean => selection.kind === 'all' || selection.ids.has(id);

/** Ticks or unticks rows; of all that match none can be taken out, one begins anew with those. */
export function ticked(selection: Selection, ids: readonly string[], on: boolean): Selection {
  const before: ReadonlySet<string> = selection.kind === 'some' ? selection.ids : new Set();
  return { kind: 'some', ids: on ? before.union(new Set(ids)) : before.difference(new Set(ids)) };
}

/** How many rows it has, of so many that match. */
export const countOf = (selection: Selection, matching: number): number => (selection.kind === 'some' ? selection.ids.size : matching);
