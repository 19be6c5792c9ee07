import { Module } from '@nestjs/common';
import { TenantsModule } from '@ringfleet/tenants';
import { CancelExport } from './exports/cancel-export.js';
import { DeviceLists } from './exports/device-lists.js';
import { DownloadExport } from './exports/download-export.js';
import { ExportFileController } from './exports/export-file.controller.js';
import { ExportFiles } from './exports/export-files.js';
import { ExportLeases } from './exports/export-leases.js';
import { ExportLinks } from './exports/export-links.js';
import { ExportsController } from './exports/exports.controller.js';
import { MakeExports } from './exports/make-exports.js';
import { ReadExports } from './exports/read-exports.js';
import { StartExport } from './exports/start-export.js';
import { AcceptImport } from './imports/accept-import.js';
import { CancelImport } from './imports/cancel-import.js';
import { CancelRevoked } from './imports/cancel-revoked.js';
import { GetImport } from './imports/get-import.js';
import { ImportObjects } from './imports/import-objects.js';
import { ImportsController } from './imports/imports.controller.js';
import { ListImports } from './imports/list-imports.js';
import { OpenImports } from './imports/open-imports.js';
import { OnRowsApplied } from './outcomes/on-rows-applied.js';
import { StoreAnswers } from './outcomes/store-answers.js';
import { ReadErrorList } from './rows/error-list.js';
import { ListRejected } from './rows/list-rejected.js';
import { ListRows } from './rows/list-rows.js';
import { ReadHeader } from './rows/read-header.js';
import { RowReader } from './rows/row-reader.js';
import { RowsController } from './rows/rows.controller.js';
import { ScanImports } from './scan/scan-imports.js';
import { ScanLeases } from './scan/scan-leases.js';
import { MessageLoader } from './send/message-loader.js';
import { SendChunks } from './send/send-chunks.js';
import { Sweep } from './sweep/sweep.js';
import { MakeTemplate } from './templates/make-template.js';

@Module({
  imports: [TenantsModule],
  exports: [TenantsModule],
  // Its path 'template' comes before ':id' of the other.
  controllers: [RowsController, ImportsController, ExportsController, ExportFileController, OnRowsApplied],
  providers: [
    AcceptImport,
    CancelExport,
    CancelImport,
    CancelRevoked,
    DeviceLists,
    DownloadExport,
    ExportFiles,
    ExportLeases,
    ExportLinks,
    GetImport,
    ImportObjects,
    ListImports,
    ListRejected,
    ListRows,
    MakeExports,
    MakeTemplate,
    MessageLoader,
    OpenImports,
    ReadErrorList,
    ReadExports,
    ReadHeader,
    RowReader,
    ScanImports,
    ScanLeases,
    SendChunks,
    StartExport,
    StoreAnswers,
    Sweep,
  ],
})
export class FilesModule {}
