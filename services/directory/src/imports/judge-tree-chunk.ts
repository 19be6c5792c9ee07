import { Inject, Injectable } from '@nestjs/common';
import type { RowOutcome } from '@ringfleet/contracts';
import { judgedOutcome, type JudgedChunk, type JudgedRows } from '@ringfleet/import-rows';
import { newId } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { decideTreeRow, type TreeDecision } from './decide-tree-row.js';
import { passwordsOf, type TreeChunk } from './import-chunk.js';
import { LoadTree } from './load-tree.js';
import { type Column, COLUMNS, type TreeRow } from './tree-row.js';
import type { Added } from './working-tree.js';
import { planTree } from './write-tree.js';

/** Rows with what becomes of each of them, and of the tree. */
interface JudgedTree extends JudgedRows {
  readonly added: readonly Added[];
}

export interface JudgedTreeChunk extends TreeChunk, JudgedChunk<Column>, JudgedTree {
  readonly rows: readonly TreeRow[];
  readonly models: ReadonlyMap<string, string>;
}

/** Decides the rows of a chunk, in file order, against the nodes they mention (DIR-11). */
@Injectable()
export class JudgeTreeChunk {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(LoadTree) private readonly load: LoadTree,
  ) {}

  /** `before`: the chunks before, in their order, which are being written meanwhile; what is read here may or may not have their nodes yet. */
  async execute(chunk: TreeChunk, before: readonly JudgedTreeChunk[] = []): Promise<JudgedTreeChunk> {
    const models = await this.load.modelsOf(chunk.rows);
    const own = { models, judgement: newId(), premise: before.at(-1)?.judgement ?? null };
    return this.database.transaction(chunk.uploader.scope, async (tx) => ({
      ...chunk,
      ...own,
      ...(await this.judgeRows(tx, { ...chunk, models }, { rows: chunk.rows, before: before.flatMap(({ added }) => added) })),
    }));
  }

  /** The same for some rows of a chunk, in a transaction of the caller. */
  async judgeRows(
    tx: Tx,
    chunk: TreeChunk & Pick<JudgedTreeChunk, 'models'>,
    { rows, before = [] }: { readonly rows: readonly TreeRow[]; readonly before?: readonly Added[] | undefined },
  ): Promise<JudgedTree> {
    const { clock, sealer } = this.ports;
    const { importId, uploader } = chunk;
    const at = clock();
    const tree = (await this.load.execute(tx, rows, chunk)).after(before);
    const judgement = { tree, uploader, at, sealer, password: passwordsOf(chunk, sealer) };
    const decisions = rows.map((row) => ({ row, decision: decideTreeRow(row, judgement) }));
    const added = decisions.flatMap(({ row: { row }, decision }) => (decision.outcome === 'added' ? [{ node: decision.node, row }] : []));
    const plan = planTree(added.map(({ node, row }) => ({ node, author: { by: uploader, at, row: { importId, row } } })));
    return { outcomes: decisions.map(({ row, decision }) => outcomeOf(row, decision)), added, plan };
  }
}

const outcomeOf = (row: TreeRow, decision: TreeDecision): RowOutcome => {
  if (decision.outcome === 'rejected') return judgedOutcome(row, COLUMNS, decision);
  return judgedOutcome(row, COLUMNS, { outcome: decision.outcome === 'unchanged' ? 'unchanged' : 'applied' });
};
