import { openPool } from '@ringfleet/messaging';
import { createHash } from 'node:crypto';
import type { Pool, PoolClient, PoolConfig } from 'pg';
import type { Statement } from './in-one-go.js';
import { type SqlTx, sqlTx } from './sql-tx.js';

const CONNECTIONS = 4;
// Planned once, when a table may be empty that is full a minute later: what looks up by a key is never to read all of it, and never worth compiling.
const SETTINGS = ['rf.scope=system', 'plan_cache_mode=force_generic_plan', 'enable_seqscan=off', 'jit=off'];

/**
 * What crowds ask, under the system's scope, on connections of its own: policies make a plan cost more than what it is for, so each statement is planned once on each connection (its text must be one of a few, and
 * look up by keys); and statements go out as they are asked, so that those which are asked together make PostgreSQL wait for nobody between them.
 */
export class SystemStatements {
  private readonly pool: Pool;
  /** By their texts. */
  private readonly names = new Map<string, string>();

  constructor(url: string) {
    const options = SETTINGS.map((setting) => `-c ${setting}`).join(' ');
    const config: PoolConfig & { readonly pipeline: true } = { connectionString: url, max: CONNECTIONS, pipeline: true, options };
    this.pool = openPool(config);
  }

  async query<Row extends object>(statement: Statement): Promise<Row[]> {
    const { rows } = await this.pool.query<Row>(this.prepared(statement));
    return rows;
  }

  /** Commits what `work` did once it resolves; where it throws, nothing is left. */
  async transaction<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    try {
      const began = client.query('begin');
      began.catch(() => undefined); // so does what follows it, which is waited for
      const result = await work(this.txOn(client));
      await began;
      const { command } = await client.query('commit');
      if (command !== 'COMMIT') throw new Error('The transaction was rolled back: one of its statements had failed, though its work went on.');
      return result;
    } catch (error) {
      await client.query('rollback').catch(() => undefined);
      throw error;
    } finally {
      client.release(client.getTransactionStatus() !== 'I');
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  private txOn(client: PoolClient): SqlTx {
    return sqlTx(async <Row>(sql: string, params: readonly unknown[] = []) => (await client.query(this.prepared({ sql, params }))).rows as Row[]);
  }

  private prepared({ sql, params }: Statement): { readonly name: string; readonly text: string; readonly values: unknown[] } {
    const name = this.names.get(sql) ?? createHash('sha256').update(sql).digest('base64url');
    this.names.set(sql, name);
    return { name, text: sql, values: [...params] };
  }
}
