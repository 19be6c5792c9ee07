import type { Logger } from '@ringfleet/observability';
import type { Notify, Registrar, RegistrarEvent } from '../registrar.js';
import { EvapiConnection } from './evapi-connection.js';
import { eventOf, snapshotOf } from './messages.js';

export interface KamailioOptions {
  readonly name: string;
  /** Of evapi. */
  readonly host: string;
  readonly port: number;
  /** Of JSON-RPC, and the key it asks for. */
  readonly rpcUrl: string;
  readonly key: string;
  readonly log: Logger;
}

const RECONCILE_MS = 300_000;
const DUMP_WITHIN_MS = 60_000;

/** Kamailio with deploy/kamailio: changes come over evapi, and what was missed is found by a dump of everything, at first and every five minutes. */
export class KamailioRegistrar implements Registrar {
  readonly name: string;
  private connection: EvapiConnection | undefined;

  constructor(private readonly options: KamailioOptions) {
    this.name = options.name;
  }

  async *follow(signal: AbortSignal): AsyncGenerator<readonly RegistrarEvent[]> {
    // Connected before the dump, so that what changes meanwhile waits here and comes after it.
    const connection = await EvapiConnection.open(this.options, signal);
    try {
      while (!signal.aborted) {
        yield [await this.dump(signal)];
        this.connection = connection;
        yield* this.live(connection, signal);
      }
    } finally {
      this.connection = undefined;
      connection.close();
    }
  }

  get isFollowed(): boolean {
    return this.connection !== undefined;
  }

  notify(command: Notify): boolean {
    return this.connection?.send({ command: 'notify', ...command }) ?? false;
  }

  /** Until it is time to compare again. */
  private async *live(connection: EvapiConnection, signal: AbortSignal): AsyncGenerator<readonly RegistrarEvent[]> {
    const again = AbortSignal.any([signal, AbortSignal.timeout(RECONCILE_MS)]);
    while (!again.aborted) {
      const messages = await connection.next(again);
      const events = messages.flatMap((message) => eventOf(message) ?? []);
      if (events.length > 0) yield events;
    }
  }

  private async dump(signal: AbortSignal): Promise<RegistrarEvent> {
    const { rpcUrl, key } = this.options;
    const response = await fetch(rpcUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-api-key': key },
      body: '{"jsonrpc":"2.0","method":"ul.dump","id":1}',
      // Kamailio does not answer at all what it does not understand.
      signal: AbortSignal.any([signal, AbortSignal.timeout(DUMP_WITHIN_MS)]),
    });
    if (!response.ok) throw new Error(`The registrar answers ${response.status} to the question what is registered.`);
    return snapshotOf(await response.json(), new Date());
  }
}
