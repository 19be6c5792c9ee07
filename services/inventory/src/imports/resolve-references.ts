import { actionOf, type Caller, textOf } from '@ringfleet/kernel';
import { Injectable, Inject } from '@nestjs/common';
import { Database } from '@ringfleet/persistence';
import { Directory } from '@ringfleet/tenants';
import { doubtsIn } from './doubts.js';
import type { DeviceChunk } from './import-chunk.js';
import { loadReferences, mentionedIn } from './load-references.js';
import { Owners } from './owners.js';
import { type Placement, placementKey, placementOf } from './placement.js';
import { type References, referencesOf } from './references.js';
import type { ImportRow } from './row.js';

/** A chunk with everything that does not depend on the devices there are. */
export interface ResolvedChunk extends DeviceChunk {
  readonly refs: References;
  readonly placements: (row: ImportRow) => Placement;
}

// A doubt may uncover another one: the customer first, then its site.
const ROUNDS = 4;

/** Resolves the references of a chunk; what the copies refuse is asked of its owner first, so that nothing fresh is called unknown. */
@Injectable()
export class ResolveReferences {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Owners) private readonly owners: Owners,
    @Inject(Directory) private readonly directory: Directory,
  ) {}

  async execute(chunk: DeviceChunk): Promise<ResolvedChunk> {
    const own = ownTenants(chunk.uploader);
    const mentioned = mentionedIn(chunk.rows, own);
    const groups = addsByPlacement(chunk.rows);
    const asked = new Set<string>();
    for (let round = 1; ; round++) {
      const refs = referencesOf(await this.database.transaction(chunk.uploader.scope, (tx) => loadReferences(tx, mentioned, chunk.uploader)));
      if (round === 1 && refs.isStandingDoubtful && (await this.directory.askStanding(chunk.uploader))) continue;
      const judged = groups.map((rows) => ({ row: rows[0], rows, placement: placementOf(rows[0], refs, chunk.uploader) }));
      const doubts = round < ROUNDS ? doubtsIn(judged, refs, { asked, own }) : undefined;
      // What its owner does not know either is refused for good.
      if (!doubts || !(await this.owners.ask(doubts))) {
        const placements = new Map(judged.flatMap(({ rows, placement }) => rows.map((row) => [row, placement] as const)));
        return { ...chunk, refs, placements: (row) => placements.get(row) ?? placementOf(row, refs, chunk.uploader) };
      }
    }
  }
}

const ownTenants = ({ scope }: Caller): string[] => [
  ...('resellerId' in scope && scope.resellerId !== null ? [scope.resellerId] : []),
  ...(scope.kind === 'customer' ? [scope.customerId] : []),
];

/** The Adds by combination of references: files repeat few of them many times. */
function addsByPlacement(rows: readonly ImportRow[]): readonly (readonly [ImportRow, ...ImportRow[]])[] {
  const groups = new Map<string, [ImportRow, ...ImportRow[]]>();
  for (const row of rows) {
    if (actionOf(textOf(row, 'action')) !== 'add') continue;
    const key = placementKey(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}
