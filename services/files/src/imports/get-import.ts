import { Inject, Injectable } from '@nestjs/common';
import type { Caller } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { findImport } from './find-import.js';
import { type ImportView, importView } from './import-view.js';

@Injectable()
export class GetImport {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
  ) {}

  /** Throws `Refused` 404. */
  async execute(caller: Caller, id: string): Promise<ImportView> {
    return importView(await this.database.transaction(caller.scope, (tx) => findImport(tx, id)), this.ports.clock());
  }
}
