import { within } from '@ringfleet/kernel';
import { Client, type QueryResultRow } from 'pg';

const CONNECT_WITHIN_MS = 10_000;
const ANSWER_WITHIN_MS = 60_000;
const END_WITHIN_MS = 2_000;
// A machine that vanished without a word loses its locks after 25 seconds instead of two hours.
const KEEP_ALIVE = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/** One connection kept for what lives as long as it does: advisory locks and LISTEN. PostgreSQL frees them at once when the process dies. */
export class Session {
  private readonly loss = new AbortController();
  private last: Promise<unknown> = Promise.resolve();

  private constructor(private readonly client: Client) {
    client.on('error', (error) => this.loss.abort(error));
    client.on('end', () => this.loss.abort(new Error('Connection terminated: the session has ended.')));
  }

  /** @param settings as in postgresql.conf, for as long as it lives: `rf.scope=system` */
  static async open(databaseUrl: string, settings: readonly string[] = []): Promise<Session> {
    const client = new Client({
      connectionString: databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_WITHIN_MS,
      query_timeout: ANSWER_WITHIN_MS,
      options: [KEEP_ALIVE, ...settings.map((setting) => `-c ${setting}`)].join(' '),
    });
    const session = new Session(client);
    try {
      await client.connect();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** Aborts when the connection is gone, and with it the locks. */
  get lost(): AbortSignal {
    return this.loss.signal;
  }

  /** Runs SQL after what was asked before; once the session is lost, rejects. */
  async query<Row extends QueryResultRow>(sql: string, params: readonly unknown[] = []): Promise<Row[]> {
    const run = async (): Promise<Row[]> => {
      this.lost.throwIfAborted();
      const { rows } = await this.client.query<Row>(sql, [...params]);
      return rows;
    };
    const mine = this.last.then(run, run);
    this.last = mine;
    return mine;
  }

  /** Calls `heard` with the payload of each notification on the channel. */
  async listen(channel: string, heard: (payload: string) => void): Promise<void> {
    this.client.on('notification', (message) => {
      if (message.channel === channel) heard(message.payload ?? '');
    });
    await this.query(`listen ${channel}`);
  }

  async close(): Promise<void> {
    // A server that does not answer any more shall not keep us.
    await within(
      END_WITHIN_MS,
      this.client.end().catch(() => undefined),
      undefined,
    );
  }
}
