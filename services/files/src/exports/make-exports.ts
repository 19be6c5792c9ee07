import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { principalOfStarter, Refused } from '@ringfleet/kernel';
import { isTransient } from '@ringfleet/messaging';
import { traced } from '@ringfleet/observability';
import { JobLoop, LeaseLost, PORTS, type Ports, underLease } from '@ringfleet/service-kit';
import { writeCsv, writeXlsx } from '@ringfleet/spreadsheets';
import { customColumns, type CustomFileColumn } from '../columns/custom-columns.js';
import type { DeviceTexts } from './device-lines.js';
import { DeviceLists, type Principal } from './device-lists.js';
import { columnsFor, customAmong, type ExportColumn, isCustomName } from './export-columns.js';
import { ExportFiles } from './export-files.js';
import { type ExportLease, ExportLeases } from './export-leases.js';

const REST_MS = 1_000;
const AWAY = 'The devices cannot be read, or the file be stored, just now; it is tried again until that works.';

/**
 * Makes the files of accepted exports, in two slots: one of them only for who has none under way, so that nobody waits for another's large ones. An export that
 * broke off is made anew from its beginning, of the devices as they are then: a file is of one moment.
 */
@Injectable()
export class MakeExports implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly slots: readonly JobLoop[];

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(ExportLeases) private readonly leases: ExportLeases,
    @Inject(DeviceLists) private readonly lists: DeviceLists,
    @Inject(ExportFiles) private readonly files: ExportFiles,
  ) {
    const slot = (name: string, anybodys: boolean): JobLoop =>
      new JobLoop({ name, log: ports.log, restMs: REST_MS, round: (signal) => this.makeNext(anybodys, signal) });
    this.slots = [slot('export', true), slot('export of who has none under way', false)];
  }

  onApplicationBootstrap(): void {
    for (const slot of this.slots) slot.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.stop()));
  }

  /** To be called when an export was accepted. */
  wake(): void {
    for (const slot of this.slots) slot.wake();
  }

  private async makeNext(anybodys: boolean, stopping: AbortSignal): Promise<boolean> {
    const lease = await this.leases.take(anybodys);
    if (!lease) return false;
    const work = { service: 'files', name: 'export', traceparent: lease.traceparent, attributes: { 'ringfleet.export.id': lease.record.id } };
    await traced(work, () => this.make(lease, stopping));
    return true;
  }

  private async make(lease: ExportLease, stopping: AbortSignal): Promise<void> {
    const progress: Progress = { rows: 0, total: null };
    const held = { renew: () => this.leases.renew(lease, progress), log: this.ports.log, about: { exportId: lease.record.id } };
    try {
      await underLease(held, stopping, (signal) => this.write(lease, progress, signal));
    } catch (error) {
      await this.giveUp(lease, error, stopping);
    }
  }

  private async write(lease: ExportLease, progress: Progress, signal: AbortSignal): Promise<void> {
    const { record } = lease;
    const over = new AbortController(); // whatever ends the writing ends the reading in inventory too
    try {
      const principal = principalOfStarter(record);
      const custom = customAmong(record.columns, await this.customColumns(principal, record.columns));
      const asked = { ...record, customFields: custom.map(({ field }) => field) };
      const { total, devices } = await this.lists.stream(principal, asked, AbortSignal.any([signal, over.signal]));
      progress.total = total;
      const rows = rowsOf(columnsThere(record.columns, custom), devices, progress);
      const file = { exportId: record.id, number: lease.number };
      const sizeBytes = await this.files.store(file, record.format === 'csv' ? writeCsv(rows) : writeXlsx(rows, { sheetName: 'Devices' }));
      await this.files.removeEarlier(file);
      if (!(await this.leases.finish(lease, { rows: progress.rows, sizeBytes }))) await this.files.removeOne(file);
    } finally {
      over.abort();
    }
  }

  private async customColumns(principal: Principal, asked: readonly string[] | null): Promise<readonly CustomFileColumn[]> {
    if (asked !== null && !asked.some(isCustomName)) return [];
    return customColumns(await this.lists.customFields(principal, asked === null));
  }

  /** What inventory refuses ends here; everything else is an accident: it is tried again until it works. */
  private async giveUp(lease: ExportLease, error: unknown, stopping: AbortSignal): Promise<void> {
    if (error instanceof Refused) return this.leases.fail(lease, error);
    if (stopping.aborted) return this.leases.release(lease);
    if (error instanceof LeaseLost) return;
    this.ports.log[isTransient(error) ? 'warn' : 'error']({ err: error, exportId: lease.record.id }, 'an export could not be made just now');
    await this.leases.stall(lease, AWAY);
  }
}

/** A custom field that was deleted since is left out. */
const columnsThere = (asked: readonly string[] | null, custom: readonly CustomFileColumn[]): readonly ExportColumn[] => {
  const there = new Set(custom.map(({ field }) => `custom.${field}`));
  return columnsFor(asked && asked.filter((name) => !isCustomName(name) || there.has(name)), custom);
};

interface Progress {
  rows: number;
  total: number | null;
}

async function* rowsOf(
  columns: readonly ExportColumn[],
  devices: AsyncIterable<readonly DeviceTexts[]>,
  progress: Progress,
): AsyncGenerator<readonly (readonly string[])[]> {
  yield [columns.map(({ header }) => header)];
  for await (const some of devices) {
    yield some.map((device) => columns.map(({ cellOf }) => cellOf(device)));
    progress.rows += some.length;
  }
}
