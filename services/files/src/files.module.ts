import { Module } from '@nestjs/common';
import { AcceptImport } from './imports/accept-import.js';
import { CancelImport } from './imports/cancel-import.js';
import { GetImport } from './imports/get-import.js';
import { ImportObjects } from './imports/import-objects.js';
import { ImportsController } from './imports/imports.controller.js';
import { ListImports } from './imports/list-imports.js';
import { OpenImports } from './imports/open-imports.js';
import { OnRowsApplied } from './outcomes/on-rows-applied.js';
import { StoreAnswers } from './outcomes/store-answers.js';
import { ReadErrorList } from './rows/error-list.js';
import { ListRows } from './rows/list-rows.js';
import { RowReader } from './rows/row-reader.js';
import { RowsController } from './rows/rows.controller.js';
import { ScanImports } from './scan/scan-imports.js';
import { ScanLeases } from './scan/scan-leases.js';
import { MessageLoader } from './send/message-loader.js';
import { SendChunks } from './send/send-chunks.js';
import { Sweep } from './sweep/sweep.js';

@Module({
  // Its path 'template' comes before ':id' of the other.
  controllers: [RowsController, ImportsController, OnRowsApplied],
  providers: [
    AcceptImport,
    CancelImport,
    GetImport,
    ImportObjects,
    ListImports,
    ListRows,
    MessageLoader,
    OpenImports,
    ReadErrorList,
    RowReader,
    ScanImports,
    ScanLeases,
    SendChunks,
    StoreAnswers,
    Sweep,
  ],
})
export class FilesModule {}
