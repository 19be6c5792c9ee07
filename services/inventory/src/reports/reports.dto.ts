import { IsUUID } from 'class-validator';

export class SiteInventoryDto {
  @IsUUID('all') site: string = '';
}
