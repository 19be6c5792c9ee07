import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { principalOfStarter, Refused } from '@ringfleet/kernel';
import { LeasedJobs, type OpenJob, PORTS, type Ports } from '@ringfleet/service-kit';
import { type RowSets, writeCsv, writeXls, writeXlsx } from '@ringfleet/spreadsheets';
import type { Readable } from 'node:stream';
import { customColumns, type CustomFileColumn } from '../columns/custom-columns.js';
import type { DeviceTexts } from './device-lines.js';
import { DeviceLists, type Principal } from './device-lists.js';
import { columnsFor, customAmong, type ExportColumn, isCustomName } from './export-columns.js';
import { ExportFiles } from './export-files.js';
import { type ExportLease, ExportLeases } from './export-leases.js';
import type { ExportFormat } from './export-record.js';

/**
 * Makes the files of accepted exports, in two slots: one of them only for who has none under way, so that nobody waits for another's large ones. An export that
 * broke off is made anew from its beginning, of the devices as they are then: a file is of one moment.
 */
@Injectable()
export class MakeExports implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly jobs: LeasedJobs<ExportLease>;

  constructor(
    @Inject(PORTS) { log }: Ports,
    @Inject(ExportLeases) private readonly leases: ExportLeases,
    @Inject(DeviceLists) private readonly lists: DeviceLists,
    @Inject(ExportFiles) private readonly files: ExportFiles,
  ) {
    this.jobs = new LeasedJobs<ExportLease>({
      service: 'files',
      log,
      name: 'export',
      record: 'export',
      idOf: ({ record }) => record.id,
      slots: { export: () => leases.take(true), 'export of who has none under way': () => leases.take(false) },
      leases,
      open: (lease) => this.open(lease),
      stalled: 'The devices cannot be read, or the file be stored, just now; it is tried again until that works.',
    });
  }

  onApplicationBootstrap(): void {
    this.jobs.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
  }

  /** To be called when an export was accepted. */
  wake(): void {
    this.jobs.wake();
  }

  private open(lease: ExportLease): OpenJob {
    const progress: Progress = { rows: 0, total: null };
    return {
      renew: () => this.leases.renew(lease, progress),
      work: (signal) => this.write(lease, progress, signal),
      end: async (error) => {
        if (!(error instanceof Refused)) return false; // what inventory refuses
        await this.leases.fail(lease, error);
        return true;
      },
    };
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
      const sizeBytes = await this.files.store(file, WRITERS[record.format](rows));
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
}

const SHEET = { sheetName: 'Devices' };
const WRITERS: Readonly<Record<ExportFormat, (rows: RowSets) => Readable>> = {
  csv: writeCsv,
  xls: (rows) => writeXls(rows, SHEET),
  xlsx: (rows) => writeXlsx(rows, SHEET),
};

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
