import pg, { type Pool, type PoolConfig } from 'pg';

/**
 * A pool whose connections may be lost at any time: whoever uses one is told by its query. A connection that is lost in the moment in which it is handed out, when the pool has let go of it and
 * nobody listens to it yet, would else be the end of the process.
 * @param lost is told of a connection that was lost while nobody used it
 */
export function openPool(config: PoolConfig, lost: (error: Error) => void = () => undefined): Pool {
  const pool = new pg.Pool(config);
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
