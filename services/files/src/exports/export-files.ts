import { Inject, Injectable } from '@nestjs/common';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import type { ByteSource } from '@ringfleet/spreadsheets';
import type { Readable } from 'node:stream';
import { openSealed, type SealedPlace, storeSealed } from '../sealed-file.js';

/** A file of an export; the number is of the lease under which it was made. */
export interface ExportFile {
  readonly exportId: string;
  readonly number: number;
}

const folderOf = (exportId: string): string => `exports/${exportId}/`;
const placeOf = ({ exportId, number }: ExportFile): SealedPlace => ({ key: `${folderOf(exportId)}${number}`, purpose: `export:${exportId}:${number}` });

/** The files that exports made, encrypted. */
@Injectable()
export class ExportFiles {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  /** Stores the file as it streams by, whole or not at all. Returns its size. */
  async store(file: ExportFile, content: Readable): Promise<number> {
    await storeSealed(this.ports, placeOf(file), content);
    return (await this.open(file)).size;
  }

  async open(file: ExportFile): Promise<ByteSource> {
    const source = await openSealed(this.ports, placeOf(file));
    if (!source) throw new Error(`The file of export ${file.exportId} is not in the store.`);
    return source;
  }

  /** Removes every file of the export: those of lost leases too. */
  async remove(exportId: string): Promise<void> {
    for await (const key of this.ports.objects.list(folderOf(exportId))) await this.ports.objects.delete(key);
  }

  /** Removes what leases before this one left: whoever had them is dead, or will find its lease lost. */
  async removeEarlier({ exportId, number }: ExportFile): Promise<void> {
    const folder = folderOf(exportId);
    for await (const key of this.ports.objects.list(folder)) if (Number(key.slice(folder.length)) < number) await this.ports.objects.delete(key);
  }

  async removeOne(file: ExportFile): Promise<void> {
    await this.ports.objects.delete(placeOf(file).key);
  }
}
