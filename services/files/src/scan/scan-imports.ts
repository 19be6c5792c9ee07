import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { principalOfStarter, sealedCellPurpose } from '@ringfleet/kernel';
import { LeasedJobs, type OpenJob, PORTS, type Ports } from '@ringfleet/service-kit';
import { BadSpreadsheet } from '@ringfleet/spreadsheets';
import { customColumns } from '../columns/custom-columns.js';
import { BadHeader } from '../columns/file-columns.js';
import { DeviceLists } from '../exports/device-lists.js';
import { ImportObjects } from '../imports/import-objects.js';
import { AtOnce } from './at-once.js';
import { SendChunks } from '../send/send-chunks.js';
import { settingsOf } from '../settings.js';
import { type ChunkPlace, type ScanLease, ScanLeases } from './scan-leases.js';
import { scanFile, type ScanOptions } from './scan-file.js';

const SMALL_BYTES = 1024 * 1024;
/** Chunk objects being stored; each takes a flush of the disk. */
const PUTS_AT_ONCE = 4;
const AWAY =
  'The file cannot be read from the store, or its rows be written there, or inventory be asked for its columns, just now; it is tried again until that works.';
/** UTF-16 units of a secret cell: longer than any secret may be, so that whoever applies it still sees that it is too long. */
const SECRET_LENGTH = 1_000;

/** Reads accepted files, each once to its last byte (IMP-14), in two slots: one of them for small files only, so that they need not wait for large ones. */
@Injectable()
export class ScanImports implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly jobs: LeasedJobs<ScanLease>;
  private readonly maxBytes: number;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(ScanLeases) private readonly leases: ScanLeases,
    @Inject(ImportObjects) private readonly objects: ImportObjects,
    @Inject(SendChunks) private readonly sender: SendChunks,
    @Inject(DeviceLists) private readonly lists: DeviceLists,
  ) {
    this.maxBytes = settingsOf(ports.settings).maxBytes;
    this.jobs = new LeasedJobs<ScanLease>({
      service: 'files',
      log: ports.log,
      name: 'scan',
      record: 'import',
      idOf: ({ id }) => id,
      slots: { scan: () => leases.take(Number.MAX_SAFE_INTEGER), 'scan of small files': () => leases.take(SMALL_BYTES) },
      leases,
      open: (lease) => this.open(lease),
      stalled: AWAY,
    });
  }

  onApplicationBootstrap(): void {
    this.jobs.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.jobs.stop();
  }

  /** To be called when a file was accepted. */
  wake(): void {
    this.jobs.wake();
  }

  private open(lease: ScanLease): OpenJob {
    let rowsRead = 0;
    return {
      renew: () => this.leases.renew(lease, rowsRead),
      work: (signal) => this.read(lease, { signal, onRows: (rows) => (rowsRead = rows) }),
      end: async (error) => {
        if (!(error instanceof BadSpreadsheet || error instanceof BadHeader)) return false;
        await this.leases.fail(lease, error); // nothing was sent
        return true;
      },
    };
  }

  private async read(lease: ScanLease, { signal, onRows }: Pick<ScanOptions, 'signal' | 'onRows'>): Promise<void> {
    const chunks: ChunkPlace[] = [];
    const storing = new AtOnce(PUTS_AT_ONCE);
    const scanned = await scanFile(await this.objects.openFile(lease.id), {
      kind: lease.kind,
      columnMap: lease.columnMap,
      seal: (row, text) => this.ports.sealer.seal(text.slice(0, SECRET_LENGTH), sealedCellPurpose(lease.id, row)),
      maxBytes: this.maxBytes,
      customColumns: async () => customColumns(await this.lists.customFields(principalOfStarter(lease))),
      signal,
      onRows,
      keep: async ({ text, ...place }) => {
        await storing.add(this.objects.putChunk({ importId: lease.id, scan: lease.number, chunk: chunks.push(place) - 1 }, text));
      },
    });
    await storing.end();
    await this.leases.finish(lease, scanned, chunks);
    this.sender.wake();
  }
}
