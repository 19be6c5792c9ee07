import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Res, UseGuards } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import { type Caller, type Page, Refused } from '@ringfleet/kernel';
import { Described, PageQuery, RecordId } from '@ringfleet/service-kit';
import { Needs, SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { CancelOperation } from './cancel-operation.js';
import type { OperationView } from './operation.js';
import { OperationBody, OperationDevicesDto } from './operations.dto.js';
import { type OperationDeviceView, ReadOperations } from './read-operations.js';
import { type Start, StartOperation } from './start-operation.js';

export const OPERATIONS = '/api/v1/operations';

/** Restart and resync of phones, and what became of it (CTL-03). */
@Controller('api/v1/operations')
@UseGuards(SectionGuard)
export class OperationsController {
  constructor(
    @Inject(StartOperation) private readonly starting: StartOperation,
    @Inject(ReadOperations) private readonly read: ReadOperations,
    @Inject(CancelOperation) private readonly cancel: CancelOperation,
  ) {}

  @Post()
  @HttpCode(202)
  @Needs('modify')
  @Described('Restarts phones or makes them fetch their configuration, in the background', {
    refuses: { 400: ['bad_filter'], 403: ['not_permitted'], 409: ['no_registrar', 'count_changed'], 422: ['missing_value', 'unknown_device', 'too_many'] },
    headers: ['Location'],
    example: { kind: 'restart', ids: ['019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f'], waitSeconds: 3_600 },
  })
  async start(
    @CurrentCaller() caller: Caller,
    @Body() { kind, waitSeconds, ...select }: OperationBody,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OperationView> {
    const unseen = new Refused(422, 'unknown_device', 'One of the devices is not there; look at the list again.');
    const view = await this.starting.execute(caller, { path: OPERATIONS, key, unseen }, { kind, select: selectionOf(select), waitSeconds });
    response.setHeader('location', `${OPERATIONS}/${view.id}`);
    return view;
  }

  @Get()
  @Described('Lists operations on phones, the newest first', { refuses: { 400: ['bad_cursor'] } })
  all(@CurrentCaller() caller: Caller, @Query() query: PageQuery): Promise<Page<OperationView>> {
    return this.read.page(caller, query);
  }

  @Get(':id')
  @Described('An operation on phones: its state and how many came to which outcome')
  one(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<OperationView> {
    return this.read.one(caller, id);
  }

  @Get(':id/devices')
  @Described('What became of the devices of an operation', { refuses: { 400: ['bad_cursor'] } })
  devices(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Query() query: OperationDevicesDto): Promise<Page<OperationDeviceView>> {
    return this.read.devices(caller, id, query);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  @Needs('modify')
  @Described('Cancels an operation; what was sent stays', { refuses: { 409: ['operation_finished'] } })
  stop(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<OperationView> {
    return this.cancel.execute(caller, id);
  }
}

/** One or the other. */
function selectionOf({ ids, filter, expectedCount }: Pick<OperationBody, 'ids' | 'filter' | 'expectedCount'>): Start['select'] {
  if (ids && !filter) return { ids };
  if (filter && !ids && expectedCount !== undefined) return { filter, expectedCount };
  const message = 'Name devices by ids, or give a filter with how many devices were shown to match as expectedCount.';
  throw new Refused(422, 'missing_value', message, { errors: [{ code: 'missing_value', field: filter && !ids ? 'expectedCount' : 'ids', message }] });
}
