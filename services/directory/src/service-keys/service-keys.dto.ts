import { type Role, ROLES } from '@ringfleet/kernel';
import { IsName } from '@ringfleet/service-kit';
import { IsIn, IsOptional, IsUUID } from 'class-validator';

export class NewServiceKeyBody {
  @IsName()
  name: string = '';

  @IsIn(ROLES)
  role!: Role;

  @IsOptional()
  @IsUUID('all')
  resellerId?: string | null;

  @IsOptional()
  @IsUUID('all')
  customerId?: string | null;
}
