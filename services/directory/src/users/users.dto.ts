import { type Role, ROLES } from '@ringfleet/kernel';
import { IsEmailAddress, IsName, MayBeLeftOut, NameListQuery } from '@ringfleet/service-kit';
import { ArrayMaxSize, IsArray, IsIn, IsOptional, IsUUID } from 'class-validator';
import { PROVISION_DEVICES, type ProvisionDevices } from '../customers/customer.js';

export class UsersQuery extends NameListQuery {
  @IsOptional()
  @IsUUID('all')
  customerId?: string;

  @IsOptional()
  @IsUUID('all')
  resellerId?: string;

  @IsOptional()
  @IsIn(ROLES)
  role?: Role;
}

class UserBody {
  @MayBeLeftOut()
  @IsIn(PROVISION_DEVICES)
  provisionDevices?: ProvisionDevices;

  @IsOptional()
  @IsEmailAddress()
  email?: string | null;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  accountIds?: string[];
}

export class NewUserBody extends UserBody {
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

export class UserChangesBody extends UserBody {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @MayBeLeftOut()
  @IsIn(ROLES)
  role?: Role;
}
