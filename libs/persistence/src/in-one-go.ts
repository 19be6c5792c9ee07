import { openPool } from '@ringfleet/messaging';
import type { Pool, PoolConfig } from 'pg';

/** SQL with its $1 … parameters. */
export interface Statement {
  readonly sql: string;
  readonly params: readonly unknown[];
}

const BEGIN: Statement = { sql: 'begin', params: [] };
const COMMIT: Statement = { sql: 'commit', params: [] };
const IDLE_MS = 10_000;

/** Transactions whose statements are all known beforehand: sent without waiting for the answers to those before, so that PostgreSQL waits for nobody between them. */
export class InOneGo {
  readonly pool: Pool;

  constructor(url: string, connections: number) {
    const config: PoolConfig & { readonly pipeline: true } = { connectionString: url, max: connections, pipeline: true, idleTimeoutMillis: IDLE_MS };
    this.pool = openPool(config);
  }

  /** Throws the error of the first statement that fails; then nothing is committed. */
  async run(statements: readonly Statement[]): Promise<void> {
    const client = await this.pool.connect();
    let done = false;
    try {
      const all = [BEGIN, ...statements, COMMIT];
      const results = await Promise.allSettled(all.map(({ sql, params }) => client.query(sql, [...params])));
      // After the first failure the rest is refused, and the commit rolls back.
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      done = true;
    } finally {
      client.release(!done && client.getTransactionStatus() !== 'I');
    }
  }

  async close(): Promise<void> {
    await this.pool.end();
  }
}
