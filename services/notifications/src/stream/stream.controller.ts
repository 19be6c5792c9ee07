import { Controller, Get, Headers, Inject, Query, Res } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller } from '@ringfleet/kernel';
import { Described } from '@ringfleet/service-kit';
import type { Response } from 'express';
import { FollowNotifications } from './follow-notifications.js';
import { StreamQuery } from './stream.dto.js';

/** The caller's notifications live, as Server-Sent Events (NTF-01). */
@Controller('api/v1/notifications/stream')
export class StreamController {
  constructor(@Inject(FollowNotifications) private readonly follow: FollowNotifications) {}

  /** Browsers send the header by themselves when they come again; the first time only the query can say where to begin. */
  @Get()
  @Described('The notifications of the caller as they come', { refuses: { 400: ['bad_last_event_id'], 503: ['stopping'] }, answers: ['text/event-stream'] })
  async open(
    @CurrentCaller() caller: Caller,
    @Headers('last-event-id') header: string | undefined,
    @Query() { lastEventId }: StreamQuery,
    @Res() response: Response,
  ): Promise<void> {
    await this.follow.execute(caller, header ?? lastEventId, response);
  }
}
