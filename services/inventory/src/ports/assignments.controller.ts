import { Body, Controller, Headers, HttpCode, Inject, Param, Put, Res, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described, entityTag } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import type { Response } from 'express';
import { AssignDevice } from './assign-device.js';
import { AssignDto } from './lines.dto.js';

/** To whom a device is assigned. */
@Controller('api/v1/devices')
@UseGuards(SectionGuard)
export class AssignmentsController {
  constructor(@Inject(AssignDevice) private readonly assign: AssignDevice) {}

  @Put(':id/assignment')
  @Described('Assigns a device to a customer, or to nobody', {
    refuses: {
      409: ['taken_meanwhile', 'port_in_use', 'customer_owned'],
      422: ['unknown_customer', 'device_retired', 'customer_of_another_reseller', 'customer_view_only', 'customer_permission_none'],
      428: ['if_match_required'],
    },
    headers: ['ETag'],
    example: { customerId: '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f' },
  })
  @HttpCode(204)
  @Allow(...MAY.assignDevices)
  async put(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body() { customerId }: AssignDto,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    response.setHeader('etag', entityTag(await this.assign.execute(caller, { id, ifMatch, customerId })));
  }
}
