import { Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import type { Caller, Page } from '@ringfleet/kernel';
import type { Request, Response } from 'express';
import { AcceptImport } from './accept-import.js';
import { CancelImport } from './cancel-import.js';
import { GetImport } from './get-import.js';
import type { ImportView } from './import-view.js';
import { PageDto } from './imports.dto.js';
import { ListImports } from './list-imports.js';

/** Starting, cancelling and looking at imports, for the roles that may import (DIR-02a). */
@Controller('api/v1/imports')
@Allow('administrator', 'operator', 'reseller-admin', 'customer-admin')
export class ImportsController {
  constructor(
    @Inject(AcceptImport) private readonly accept: AcceptImport,
    @Inject(CancelImport) private readonly cancel: CancelImport,
    @Inject(ListImports) private readonly list: ListImports,
    @Inject(GetImport) private readonly get: GetImport,
  ) {}

  @Post()
  async start(
    @CurrentCaller() caller: Caller,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<unknown> {
    try {
      const { status, headers, body } = await this.accept.execute(caller, request, key);
      response.status(status).set(headers);
      return body;
    } catch (error) {
      if (!request.complete) response.set('connection', 'close'); // the client is still sending what nobody wants
      throw error;
    }
  }

  @Get()
  all(@CurrentCaller() caller: Caller, @Query() query: PageDto): Promise<Page<ImportView>> {
    return this.list.execute(caller, query);
  }

  @Get(':id')
  one(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ImportView> {
    return this.get.execute(caller, id);
  }

  @Post(':id/cancel')
  @HttpCode(202)
  stop(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<ImportView> {
    return this.cancel.execute(caller, id);
  }
}
