import type { EntityManager, MikroORM } from '@mikro-orm/postgresql';
import { type OutgoingRecord, outboxStatements } from '@ringfleet/messaging';
import type { Scope } from '@ringfleet/kernel';
import { CompiledQuery, type Transaction as KyselyTransaction } from 'kysely';
import pg, { type Pool } from 'pg';
import { InOneGo, type Statement } from './in-one-go.js';
import { initOrm, mostConnections, type OrmOptions } from './orm.js';
import { rowsIn, RowStreams } from './row-stream.js';
import { type SqlTx, sqlTx } from './sql-tx.js';
import { SystemStatements } from './system-statements.js';

export interface DatabaseOptions extends OrmOptions {
  /** URL of the application role: not the owner, cannot bypass row-level security. */
  readonly appUrl: string;
  /** URL of the role that owns the schema and runs migrations; absent where another process migrates. */
  readonly ownerUrl?: string | undefined;
}

/** As `SqlTx`, with the records of the ORM. */
export interface Tx extends SqlTx {
  /** For small aggregates; flushed before the commit. */
  readonly em: EntityManager;
}

const MIGRATION_LOCK = 7_264_001; // any number that is the same in every instance
const SET_SCOPE = `select set_config('rf.scope', $1, true), set_config('rf.reseller', $2, true), set_config('rf.customer', $3, true), set_config('rf.user', $4, true)`;

/** The database of one service. */
export class Database {
  private readonly inOneGo: InOneGo;
  private readonly rowStreams: RowStreams;
  private readonly system: SystemStatements;

  private constructor(
    private readonly orm: MikroORM,
    private readonly options: DatabaseOptions,
    private readonly pool: () => Pool | undefined,
  ) {
    this.inOneGo = new InOneGo(options.appUrl, mostConnections(options));
    this.rowStreams = new RowStreams(options.appUrl);
    this.system = new SystemStatements(options.appUrl);
  }

  /** Connects lazily: nothing is asked of PostgreSQL before the first transaction or migration. */
  static async open(options: DatabaseOptions): Promise<Database> {
    let pool: Pool | undefined;
    const orm = await initOrm(options, options.appUrl, (made) => (pool = made));
    return new Database(orm, options, () => pool);
  }

  /** Brings the schema up to date. Any number of instances may call it at once: one migrates, the others wait for it. */
  async migrate(): Promise<void> {
    if (!this.options.ownerUrl) return;
    const lock = new pg.Client({ connectionString: this.options.ownerUrl });
    lock.on('error', () => undefined); // its next query says it
    await lock.connect();
    try {
      await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
      const orm = await initOrm(this.options, this.options.ownerUrl);
      try {
        await orm.migrator.up();
      } finally {
        await orm.close();
      }
    } finally {
      await lock.end();
    }
  }

  /**
   * Runs `work` in one transaction under the scope, with an entity manager of its own. What it returns is committed;
   * what it throws rolls everything back, outbox included.
   */
  async transaction<T>(scope: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
    const em = this.orm.em.fork();
    // Not em.transactional: it never gives a connection back that broke at the begin, the commit or the rollback, until the pool has none left.
    return em
      .getKysely()
      .transaction()
      .execute(async (trx) => {
        em.setTransactionContext(trx);
        const tx = txOf(em, trx);
        await tx.query(SET_SCOPE, settingsOf(scope));
        const result = await work(tx);
        await em.flush();
        return result;
      });
  }

  /**
   * Runs statements that are known beforehand in one transaction under the scope, sent at one go: PostgreSQL waits for nobody between them. Throws the error of the
   * first that fails; then nothing is committed, and none of the records is published.
   */
  async atOnce(scope: Scope, statements: readonly Statement[], records: readonly OutgoingRecord[]): Promise<void> {
    await this.inOneGo.run([{ sql: SET_SCOPE, params: settingsOf(scope) }, ...statements, ...outboxStatements(records)]);
  }

  /** The rows of one query under the system's scope, which crowds ask: one of a few texts, looking up by keys (`SystemStatements`). */
  async readAsSystem<Row extends object>(statement: Statement): Promise<Row[]> {
    return this.system.query<Row>(statement);
  }

  /** As `transaction` under the system's scope, for crowds, without an entity manager: what it asks together goes out at one go; its statements are of a few texts and look up by keys (`SystemStatements`). */
  async transactionAsSystem<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    return this.system.transaction(work);
  }

  /**
   * All rows of a query under the scope, as they are at one moment however long the reading takes; memory holds a few blocks. A row is a line of UTF-8, its fields separated by tabs, as COPY writes
   * them: nothing for null, times in UTC, and a backslash before one in a field, or before `t`, `n`, `r`, `b`, `f`, `v` for such a character. Parameters are text, numbers or booleans. Leaving the loop ends the query, and
   * so does the signal.
   */
  stream(scope: Scope, statement: Statement, signal?: AbortSignal): AsyncGenerator<Buffer> {
    return this.rowStreams.read({ sql: SET_SCOPE, params: settingsOf(scope) }, statement, signal);
  }

  /** As `stream`, with each row as an object, some at a time. What JSON has no word for is its text. */
  async *rows<Row>(scope: Scope, { sql, params }: Statement, signal?: AbortSignal): AsyncGenerator<readonly Row[]> {
    const blocks = this.stream(scope, { sql: `select row_to_json(one) from (${sql}) one`, params }, signal);
    for await (const block of blocks) yield rowsIn<Row>(block);
  }

  /** Resolves if PostgreSQL answers and its schema is not behind this code. */
  async check(): Promise<void> {
    const [row] = await this.orm.em
      .fork()
      .execute<{ count: string }[]>('select count(*)::text as count from mikro_orm_migrations')
      .catch((error: unknown) => {
        throw isUndefinedTable(error) ? new SchemaBehind() : error;
      });
    if (Number(row?.count ?? 0) < this.options.migrations.length) throw new SchemaBehind();
  }

  /** How the connections are used just now; for metrics. Both pools of transactions together: what is sent at once has one of its own, as large. */
  connections(): { readonly busy: number; readonly idle: number; readonly waiting: number; readonly most: number } {
    const pools = [this.pool(), this.inOneGo.pool].filter((pool) => pool !== undefined);
    const sum = (count: (pool: Pool) => number): number => pools.reduce((total, pool) => total + count(pool), 0);
    return {
      busy: sum(({ totalCount, idleCount }) => totalCount - idleCount),
      idle: sum(({ idleCount }) => idleCount),
      waiting: sum(({ waitingCount }) => waitingCount),
      most: 2 * mostConnections(this.options),
    };
  }

  async close(): Promise<void> {
    await Promise.all([this.orm.close(), this.inOneGo.close(), this.rowStreams.close(), this.system.close()]);
  }
}

const settingsOf = (scope: Scope): string[] => [
  scope.kind,
  'resellerId' in scope ? (scope.resellerId ?? '') : '',
  'customerId' in scope ? scope.customerId : '',
  'userId' in scope ? (scope.userId ?? '') : '',
];

/** Passes by itself: another process migrates. */
class SchemaBehind extends Error {
  override readonly name = 'SchemaBehind';
  readonly transient = true;
  constructor() {
    super("The database's schema is not migrated to this release yet.");
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const isUndefinedTable = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '42P01';

function txOf(em: EntityManager, trx: Pick<KyselyTransaction<unknown>, 'executeQuery'>): Tx {
  const query = async <Row>(sql: string, params: readonly unknown[] = []): Promise<Row[]> => {
    const result = await trx.executeQuery<Row>(CompiledQuery.raw(sql, [...params]));
    return result.rows;
  };
  return { em, ...sqlTx(query) };
}
