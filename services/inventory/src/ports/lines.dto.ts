import { NameListQuery } from '@ringfleet/service-kit';
import { IsUUID, ValidateIf } from 'class-validator';

/** Which account is to sit on the port. */
export class TakeLineDto {
  @IsUUID('all') accountId: string = '';
}

/** To whom the device is assigned; null, which must be said: to nobody. */
export class AssignDto {
  @ValidateIf((_, customerId) => customerId !== null) @IsUUID('all') customerId: string | null = '';
}

/** The query of the devices that an account may take. */
export class AvailableDto extends NameListQuery {
  @IsUUID('all') account: string = '';
}
