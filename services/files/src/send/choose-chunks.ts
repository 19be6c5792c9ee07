/** An import that has chunks to send. */
export interface Candidate {
  readonly importId: string;
  /** Whose turn it uses up: the reseller's id; the provider counts as one. */
  readonly turn: string;
  readonly inFlight: number;
  readonly rowsLeft: number;
  /** The next chunks never sent, in order; more than fit are of no use. */
  readonly unsent: readonly number[];
}

export interface ChunkOf {
  readonly importId: string;
  readonly chunk: number;
}

export const LIMITS = { perImport: 8, all: 16 } as const;

/**
 * Which chunks to send now (IMP-12): while fewer than 8 of their import and 16 of all are unanswered, the turn goes to the reseller with fewest in flight,
 * inside it to the import with fewest rows left. `others` are unanswered chunks of imports that are no candidates.
 */
export function chooseChunks(candidates: readonly Candidate[], others = 0): ChunkOf[] {
  const open = candidates.map((candidate) => ({ ...candidate, taken: 0 }));
  const perTurn = new Map<string, number>();
  for (const { turn, inFlight } of candidates) perTurn.set(turn, (perTurn.get(turn) ?? 0) + inFlight);
  let room = LIMITS.all - others - candidates.reduce((sum, { inFlight }) => sum + inFlight, 0);
  const chosen: ChunkOf[] = [];
  for (; room > 0; room--) {
    const next = open.reduce<(typeof open)[number] | undefined>((best, candidate) => {
      const can = candidate.taken < candidate.unsent.length && candidate.inFlight + candidate.taken < LIMITS.perImport;
      return can && (!best || goesBefore(candidate, best, perTurn)) ? candidate : best;
    }, undefined);
    const chunk = next?.unsent[next.taken];
    if (!next || chunk === undefined) break;
    chosen.push({ importId: next.importId, chunk });
    next.taken++;
    perTurn.set(next.turn, (perTurn.get(next.turn) ?? 0) + 1);
  }
  return chosen;
}

function goesBefore(a: Candidate, b: Candidate, inFlight: ReadonlyMap<string, number>): boolean {
  const byTurn = (inFlight.get(a.turn) ?? 0) - (inFlight.get(b.turn) ?? 0);
  if (byTurn !== 0) return byTurn < 0;
  if (a.rowsLeft !== b.rowsLeft) return a.rowsLeft < b.rowsLeft;
  return a.importId < b.importId; // the older one
}
