import type { Tx } from '@ringfleet/persistence';
import { IMPORT_KINDS, type ImportKind } from '../imports/import-kind.js';
import { type Candidate, type ChunkOf, LIMITS } from './choose-chunks.js';

/** Unanswered for so long, a chunk is sent again. */
export const UNANSWERED = `interval '30 seconds'`;
const SENDERS_LOCK = 7_264_003; // any number that is the same in every instance

interface CandidateRow extends Omit<Candidate, 'turn'> {
  readonly kind: ImportKind;
  readonly state: 'running' | 'cancelling';
  readonly resellerId: string | null;
}

/** What may be sent to one service, and how many chunks of imports that are being cancelled it has not answered. */
interface OpenImports {
  readonly candidates: Candidate[];
  readonly others: number;
}

/** By kind, since a service that does not answer shall not keep the rows of another waiting. Until the transaction ends nobody else sends. */
export async function openImports(tx: Tx): Promise<OpenImports[]> {
  await tx.query('select pg_advisory_xact_lock($1)', [SENDERS_LOCK]);
  const rows = await tx.query<CandidateRow>(
    `select i.id as "importId", i.kind, i.state, i.reseller_id as "resellerId", i.rows - i.applied - i.unchanged - i.rejected as "rowsLeft",
       (select count(*)::int from import_chunks c where c.import_id = i.id and c.sent_at is not null and c.answered_at is null) as "inFlight",
       array(select c.chunk from import_chunks c where c.import_id = i.id and c.sent_at is null order by c.chunk limit $1) as unsent
     from imports i where i.state in ('running', 'cancelling')`,
    [LIMITS.perImport],
  );
  return IMPORT_KINDS.map((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    return {
      candidates: own.filter(({ state }) => state === 'running').map(({ resellerId, ...row }) => ({ ...row, turn: resellerId ?? 'provider' })),
      others: own.filter(({ state }) => state === 'cancelling').reduce((sum, { inFlight }) => sum + inFlight, 0),
    };
  });
}

/** Chunks whose answer is overdue; the imports are shown as stalled until one comes. */
export async function overdue(tx: Tx): Promise<(ChunkOf & { readonly kind: ImportKind })[]> {
  return tx.query(
    `select c.import_id as "importId", c.chunk, i.kind from import_chunks c join imports i on i.id = c.import_id
     where c.sent_at < now() - ${UNANSWERED} and c.answered_at is null and i.state in ('running', 'cancelling') order by c.import_id, c.chunk limit $1`,
    [LIMITS.all],
  );
}

/** Marks chunks as sent now, except of imports that are cancelled or over meanwhile; returns those that are to go out. */
export async function markSent(tx: Tx, chunks: readonly ChunkOf[]): Promise<ChunkOf[]> {
  const ids = chunks.map(({ importId }) => importId);
  await tx.query(`select from imports where id = any($1) order by id for share`, [ids]);
  return tx.query<ChunkOf>(
    `update import_chunks c set sent_at = now() from unnest($1::uuid[], $2::int[]) as s (import_id, chunk), imports i
     where c.import_id = s.import_id and c.chunk = s.chunk and c.answered_at is null and i.id = c.import_id
       and (i.state = 'running' or (i.state = 'cancelling' and c.sent_at is not null))
     returning c.import_id as "importId", c.chunk`,
    [ids, chunks.map(({ chunk }) => chunk)],
  );
}

export async function stall(tx: Tx, importIds: readonly string[], reason: string): Promise<void> {
  if (importIds.length > 0) await tx.query(`update imports set stalled = $2 where id = any($1) and state in ('running', 'cancelling')`, [importIds, reason]);
}
