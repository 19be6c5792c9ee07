import { Controller, Get, Inject, Query, Res, UseGuards } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller } from '@ringfleet/kernel';
import { Described } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { FollowStatuses } from './follow-statuses.js';
import { StatusStreamQuery } from './status-stream.dto.js';

/** Whether devices are registered, live, as Server-Sent Events (CTL-04). */
@Controller('api/v1/device-statuses/stream')
@UseGuards(SectionGuard)
export class StatusStreamController {
  constructor(@Inject(FollowStatuses) private readonly follow: FollowStatuses) {}

  @Get()
  @Described('Whether devices are registered, first of each and then as it changes', { refuses: { 503: ['stopping'] }, answers: ['text/event-stream'] })
  async open(@CurrentCaller() caller: Caller, @Query() { ids }: StatusStreamQuery, @Res() response: Response): Promise<void> {
    await this.follow.execute(caller, ids, response);
  }
}
