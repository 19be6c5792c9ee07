import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Described, DOWNLOAD_TYPES, DownloadQuery, PageQuery, RecordId, sendDownload } from '@ringfleet/service-kit';
import { Needs, SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { BatchBody, BatchDevicesDto } from './batches.dto.js';
import type { BatchDeviceView, BatchView } from './batch-view.js';
import { CancelBatch } from './cancel-batch.js';
import { ReadFailureList } from './failure-list.js';
import { type BatchPreview, PreviewBatch } from './preview-batch.js';
import { ReadBatches } from './read-batches.js';
import { StartBatch } from './start-batch.js';

const PATH = 'api/v1/device-batches';
const EXAMPLE = {
  select: { filter: { q: 'desk', managedBy: 'administrator' }, expectedCount: 12 },
  change: { assignTo: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f', customerOwned: true },
};
const UNFIT = ['missing_value', 'nothing_selected', 'managed_by_differs', 'profile_missing'];

/** Changes of many devices at once (INV-12), for the roles that may (DIR-02a). */
@Controller(PATH)
@UseGuards(SectionGuard)
@Needs('modify')
@Allow(...MAY.import)
export class BatchesController {
  constructor(
    @Inject(StartBatch) private readonly batches: StartBatch,
    @Inject(PreviewBatch) private readonly preview: PreviewBatch,
    @Inject(ReadBatches) private readonly read: ReadBatches,
    @Inject(ReadFailureList) private readonly failures: ReadFailureList,
    @Inject(CancelBatch) private readonly cancel: CancelBatch,
  ) {}

  @Post()
  @HttpCode(202)
  @Described('Changes or deletes many devices, in the background', {
    refuses: { 400: ['bad_filter'], 409: ['count_changed'], 422: UNFIT },
    headers: ['Location'],
    example: EXAMPLE,
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Body() body: BatchBody,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BatchView> {
    const batch = await this.batches.execute(caller, body, key);
    response.setHeader('location', `/${PATH}/${batch.id}`);
    return batch;
  }

  @Post('preview')
  @HttpCode(200)
  @Described('What a batch would touch; nothing is changed', { refuses: { 400: ['bad_filter'], 422: UNFIT }, example: EXAMPLE })
  look(@CurrentCaller() caller: Caller, @Body() body: BatchBody): Promise<BatchPreview> {
    return this.preview.execute(caller, body);
  }

  @Get()
  @Described('Lists batches, the newest first')
  all(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<BatchView>> {
    return this.read.page(caller, query);
  }

  @Get(':id')
  @Described('A batch: its state, counts and progress')
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<BatchView> {
    return this.read.one(caller, id);
  }

  @Get(':id/devices')
  @Described('What became of the devices of a batch')
  devices(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Query() query: BatchDevicesDto): Promise<Page<BatchDeviceView>> {
    return this.read.devices(caller, id, query);
  }

  @Get(':id/failures')
  @Described('The devices that a batch refused, as a spreadsheet', { refuses: { 409: ['batch_under_way'] }, answers: Object.values(DOWNLOAD_TYPES) })
  async failureList(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Query() { format }: DownloadQuery,
    @Res() response: Response,
  ): Promise<void> {
    await sendDownload(response, { ...(await this.failures.execute(caller, id)), format });
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @Described('Cancels a batch; what was done stays', { refuses: { 409: ['batch_finished'] } })
  stop(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<BatchView> {
    return this.cancel.execute(caller, id);
  }
}
