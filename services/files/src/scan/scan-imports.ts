import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { principalOfStarter, sealedCellPurpose } from '@ringfleet/kernel';
import { traced } from '@ringfleet/observability';
import { JobLoop, LeaseLost, PORTS, type Ports, underLease } from '@ringfleet/service-kit';
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
const REST_MS = 1_000;
/** UTF-16 units of a secret cell: longer than any secret may be, so that whoever applies it still sees that it is too long. */
const SECRET_LENGTH = 1_000;

/** Reads accepted files, each once to its last byte (IMP-14), in two slots: one of them for small files only, so that they need not wait for large ones. */
@Injectable()
export class ScanImports implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly slots: readonly JobLoop[];
  private readonly maxBytes: number;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(ScanLeases) private readonly leases: ScanLeases,
    @Inject(ImportObjects) private readonly objects: ImportObjects,
    @Inject(SendChunks) private readonly sender: SendChunks,
    @Inject(DeviceLists) private readonly lists: DeviceLists,
  ) {
    this.maxBytes = settingsOf(ports.settings).maxBytes;
    const slot = (name: string, below: number): JobLoop =>
      new JobLoop({ name, log: ports.log, restMs: REST_MS, round: (signal) => this.scanNext(below, signal) });
    this.slots = [slot('scan', Number.MAX_SAFE_INTEGER), slot('scan of small files', SMALL_BYTES)];
  }

  onApplicationBootstrap(): void {
    for (const slot of this.slots) slot.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await Promise.all(this.slots.map((slot) => slot.stop()));
  }

  /** To be called when a file was accepted. */
  wake(): void {
    for (const slot of this.slots) slot.wake();
  }

  private async scanNext(below: number, stopping: AbortSignal): Promise<boolean> {
    const lease = await this.leases.take(below);
    if (!lease) return false;
    const work = { service: 'files', name: 'scan', traceparent: lease.traceparent, attributes: { 'ringfleet.import.id': lease.id } };
    await traced(work, () => this.scan(lease, stopping));
    return true;
  }

  private async scan(lease: ScanLease, stopping: AbortSignal): Promise<void> {
    let rowsRead = 0;
    const held = { renew: () => this.leases.renew(lease, rowsRead), log: this.ports.log, about: { importId: lease.id } };
    try {
      await underLease(held, stopping, (signal) => this.read(lease, { signal, onRows: (rows) => (rowsRead = rows) }));
    } catch (error) {
      await this.giveUp(lease, error, stopping);
    }
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

  /** A bad file ends here, nothing was sent. Everything else is an accident: it is tried again until it works. */
  private async giveUp(lease: ScanLease, error: unknown, stopping: AbortSignal): Promise<void> {
    if (error instanceof BadSpreadsheet || error instanceof BadHeader) return this.leases.fail(lease, error);
    if (stopping.aborted) return this.leases.release(lease);
    if (error instanceof LeaseLost) return;
    this.ports.log.error({ err: error, importId: lease.id }, 'a file could not be read just now');
    await this.leases.stall(
      lease,
      'The file cannot be read from the store, or its rows be written there, or inventory be asked for its columns, just now; it is tried again until that works.',
    );
  }
}
