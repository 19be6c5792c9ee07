import { NameListQuery } from '@ringfleet/service-kit';
import { IsOptional, IsUUID } from 'class-validator';

/** Which account is to sit on the port. */
export class TakeLineDto {
  @IsUUID('all') accountId: string = '';
}

/** To whom the device is assigned; null: to nobody. */
export class AssignDto {
  @IsOptional() @IsUUID('all') customerId: string | null = null;
}

/** The query of the devices that an account may take. */
export class AvailableDto extends NameListQuery {
  @IsUUID('all') account: string = '';
}
