import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { Allow, CurrentCaller } from '@ringfleet/access';
import { type Caller, MAY } from '@ringfleet/kernel';
import { Described, RecordId } from '@ringfleet/service-kit';
import { SectionGuard } from '@ringfleet/tenants';
import { type DeviceReference, DeviceReferences } from './device-references.js';
import { NewReferenceBody } from './references.dto.js';

/** What is looked at before a device is removed (INV-09). */
@Controller('api/v1/devices')
@UseGuards(SectionGuard)
export class ReferencesController {
  constructor(@Inject(DeviceReferences) private readonly references: DeviceReferences) {}

  @Get(':id/references')
  @Described('What refers to a device')
  list(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string): Promise<{ items: DeviceReference[] }> {
    return this.references.list(caller, id);
  }

  @Post(':id/references')
  @Allow(...MAY.referToDevices)
  @Described('Registers a reference of another system', {
    refuses: { 403: ['not_permitted'] },
    example: { what: 'Contract 4711', link: 'https://crm.example.com/contracts/4711', blocksDelete: true },
  })
  register(
    @CurrentCaller() caller: Caller,
    @Param('id', RecordId) id: string,
    @Body() body: NewReferenceBody,
    @Headers('idempotency-key') key: string | undefined,
  ): Promise<DeviceReference> {
    return this.references.register(caller, id, body, key);
  }

  @Delete(':id/references/:reference')
  @Allow(...MAY.referToDevices)
  @Described('Withdraws a reference of another system', { params: { reference: { type: 'string', format: 'uuid' } } })
  @HttpCode(204)
  withdraw(@CurrentCaller() caller: Caller, @Param('id', RecordId) id: string, @Param('reference') reference: string): Promise<void> {
    return this.references.withdraw(caller, id, reference);
  }
}
