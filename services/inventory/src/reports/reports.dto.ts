import { MayBeLeftOut } from '@ringfleet/service-kit';
import { IsUUID } from 'class-validator';

/** UI-02b: of one reseller, customer or site; as the device list filters by them. */
export class DeviceReportDto {
  @MayBeLeftOut() @IsUUID('all') managedBy?: string;
  @MayBeLeftOut() @IsUUID('all') assignedTo?: string;
  @MayBeLeftOut() @IsUUID('all') site?: string;
}

export class SiteInventoryDto {
  @IsUUID('all') site: string = '';
}
