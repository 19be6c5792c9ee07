import { outboxMigration, type OutgoingRecord } from '@ringfleet/messaging';
import { Database } from '@ringfleet/persistence';
import { createTestDatabase } from '@ringfleet/testing';
import { Client } from 'pg';

export const said: OutgoingRecord = { topic: 'things', key: 'one', value: new Uint8Array([1]), headers: {} };

/** A table of things, each of which knows under which scope it was written, and the outbox. */
export class Things {
  private constructor(
    readonly database: Database,
    readonly owner: Client,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(poolSize?: number): Promise<Things> {
    const server = await createTestDatabase();
    const owner = new Client({ connectionString: server.ownerUrl });
    await owner.connect();
    await owner.query(`create table things (id integer primary key, scope text default current_setting('rf.scope')); ${outboxMigration()}`);
    const database = await Database.open({ ...server, entities: [], migrations: [], ...(poolSize !== undefined && { poolSize }) });
    return new Things(database, owner, () => server.drop());
  }

  async stored(): Promise<{ readonly things: readonly { readonly id: number; readonly scope: string }[]; readonly outbox: number | null }> {
    const things = await this.owner.query<{ id: number; scope: string }>('select id, scope from things order by id');
    const outbox = await this.owner.query('select from outbox');
    return { things: things.rows, outbox: outbox.rowCount };
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.owner.end();
    await this.drop();
  }
}
