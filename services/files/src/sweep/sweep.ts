import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { isId, SYSTEM } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { IdempotencyKeys, JobLoop, type Ports, PORTS } from '@ringfleet/service-kit';
import { ExportFiles } from '../exports/export-files.js';
import { ImportObjects } from '../imports/import-objects.js';
import { settingsOf } from '../settings.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const AT_ONCE = 100;

interface Kept {
  readonly table: 'imports' | 'exports';
  /** From the end on. */
  readonly forMs: number;
  readonly remove: (id: string) => Promise<void>;
}

/** Removes what is not kept: files of imports and exports that ended long ago, objects whose import was never recorded, old idempotency keys. Harmless to run anywhere, any time. */
@Injectable()
export class Sweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly loop: JobLoop;
  private readonly keys: IdempotencyKeys;
  private readonly kept: readonly Kept[];

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(ImportObjects) private readonly objects: ImportObjects,
    @Inject(ExportFiles) private readonly exports: ExportFiles,
  ) {
    this.keys = new IdempotencyKeys(database);
    const { keepDays, exportKeepMs } = settingsOf(ports.settings);
    this.kept = [
      { table: 'imports', forMs: keepDays * DAY_MS, remove: (id) => this.objects.remove(id) },
      { table: 'exports', forMs: exportKeepMs, remove: (id) => this.exports.remove(id) },
    ];
    this.loop = new JobLoop({ name: 'sweep', log: ports.log, restMs: HOUR_MS, round: (signal) => this.round(signal) });
  }

  onApplicationBootstrap(): void {
    this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.loop.stop();
  }

  /** Does one sweep. */
  async execute(signal?: AbortSignal): Promise<void> {
    for (const kept of this.kept) await this.removeOldFiles(kept, signal);
    await this.removeUnrecorded(signal);
    await this.keys.sweep();
  }

  private async round(signal: AbortSignal): Promise<boolean> {
    await this.execute(signal);
    return false;
  }

  private async removeOldFiles({ table, forMs, remove }: Kept, signal: AbortSignal | undefined): Promise<void> {
    const before = new Date(this.ports.clock().getTime() - forMs);
    for (let more = true; more && !signal?.aborted;) {
      const old = await this.database.transaction(SYSTEM, (tx) =>
        tx.query<{ id: string }>(`select id from ${table} where finished_at < $1 and file_removed_at is null order by id limit $2`, [before, AT_ONCE]),
      );
      for (const { id } of old) await remove(id);
      await this.database.transaction(SYSTEM, (tx) =>
        tx.query(`update ${table} set file_removed_at = $2 where id = any($1)`, [old.map(({ id }) => id), this.ports.clock()]),
      );
      more = old.length === AT_ONCE;
    }
  }

  /** A process that died between storing a file and recording it left one behind. */
  private async removeUnrecorded(signal: AbortSignal | undefined): Promise<void> {
    const aDayAgo = new Date(this.ports.clock().getTime() - DAY_MS);
    for await (const id of this.objects.storedBefore(aDayAgo)) {
      if (signal?.aborted) return;
      const known = isId(id) ? await this.database.transaction(SYSTEM, (tx) => tx.query('select from imports where id = $1', [id])) : [];
      if (known.length === 0) await this.objects.remove(id);
    }
  }
}
