import { Body, Controller, Headers, HttpCode, Inject, Param, Post, Res, UseGuards } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import { type Caller, notFound } from '@ringfleet/kernel';
import { Described, RecordId } from '@ringfleet/service-kit';
import { Needs, SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import type { Kind, OperationView } from './operation.js';
import { OPERATIONS } from './operations.controller.js';
import { WaitBody } from './operations.dto.js';
import { StartOperation } from './start-operation.js';

const DESCRIPTION = { refuses: { 403: ['not_permitted'], 409: ['no_registrar'] }, headers: ['Location'], example: { waitSeconds: 3_600 } } as const;

/** An operation on one device (CTL-03). */
@Controller('api/v1/devices/:id')
@UseGuards(SectionGuard)
@Needs('modify')
export class DeviceOperationsController {
  constructor(@Inject(StartOperation) private readonly starting: StartOperation) {}

  @Post('restart')
  @HttpCode(202)
  @Described('Restarts a phone', DESCRIPTION)
  restart(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: WaitBody,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OperationView> {
    return this.start(caller, { kind: 'restart', id, waitSeconds: body.waitSeconds }, key, response);
  }

  @Post('resync')
  @HttpCode(202)
  @Described('Makes a phone fetch its configuration', DESCRIPTION)
  resync(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: WaitBody,
    @Headers('idempotency-key') key: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OperationView> {
    return this.start(caller, { kind: 'resync', id, waitSeconds: body.waitSeconds }, key, response);
  }

  private async start(
    caller: Caller,
    { kind, id, waitSeconds }: { readonly kind: Kind; readonly id: string; readonly waitSeconds: number },
    key: string | undefined,
    response: Response,
  ): Promise<OperationView> {
    const asked = { path: `/api/v1/devices/${id}/${kind}`, key, unseen: notFound('device') };
    const view = await this.starting.execute(caller, asked, { kind, select: { ids: [id] }, waitSeconds });
    response.setHeader('location', `${OPERATIONS}/${view.id}`);
    return view;
  }
}
