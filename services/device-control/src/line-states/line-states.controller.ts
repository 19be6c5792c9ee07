import { Controller, Get, Inject, Query, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY, type Page } from '@ringfleet/kernel';
import { Described, DOWNLOAD_TYPES, sendFile } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { FindPlace } from './find-place.js';
import type { LineFilter, LineStateView } from './find-lines.js';
import { LineStatesDto, ReportDto } from './line-states.dto.js';
import { ListLineStates } from './list-line-states.js';
import { MakeReport } from './make-report.js';
import type { ReportFile } from './report-turns.js';
import { ReportSwitchGuard } from './report-switch.guard.js';

/** How the lines of a site or a customer are registered: a list, and the report (EXP-04). */
@Controller('api/v1/reports')
@UseGuards(SectionGuard, ReportSwitchGuard)
@Allow(...MAY.export)
export class LineStatesController {
  constructor(
    @Inject(FindPlace) private readonly places: FindPlace,
    @Inject(ListLineStates) private readonly list: ListLineStates,
    @Inject(MakeReport) private readonly report: MakeReport,
  ) {}

  @Get('line-states')
  @Described('Lists the lines of a site’s or a customer’s devices and whether they are registered', {
    refuses: { 400: ['bad_filter', 'bad_cursor'], 404: ['not_found'] },
  })
  all(@CurrentCaller() caller: Caller, @Query() query: LineStatesDto): Promise<Page<LineStateView>> {
    return this.list.execute(caller, query, filterOf(query));
  }

  @Get('line-states.csv')
  @Described(
    'The same lines as a csv file. It waits for its turn; `Age` says how many seconds ago it was made, where another user has asked for it just before',
    {
      refuses: { 400: ['bad_filter'], 404: ['not_found'], 408: ['waited_too_long'], 429: ['report_under_way', 'too_many_reports'], 500: ['report_failed'] },
      headers: ['ETag'],
      answers: [DOWNLOAD_TYPES.csv],
    },
  )
  async file(@CurrentCaller() caller: Caller, @Query() query: ReportDto, @Res() response: Response): Promise<void> {
    const gone = new AbortController();
    if (response.closed) return; // while it was asked who they are
    response.once('close', () => gone.abort());
    try {
      const place = await this.places.execute(caller, query);
      await send(response, place.name, await this.report.execute(caller, place, filterOf(query), gone.signal));
    } catch (error) {
      if (!gone.signal.aborted) throw error;
    }
  }
}

const filterOf = ({ state, used, q }: ReportDto): LineFilter => ({ state, q, used: used === undefined ? undefined : used === 'true' });

async function send(response: Response, place: string, { id, ageSeconds, content }: ReportFile): Promise<void> {
  response.set({ age: String(ageSeconds), etag: `"${id}"`, 'cache-control': 'private, no-store' });
  await sendFile(response, { name: `line-states-${place}`, format: 'csv', file: Readable.from([content]).pipe(createGunzip()) });
}
