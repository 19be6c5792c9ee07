import { IsName, IsWrittenAs, MayBeLeftOut, NameListQuery } from '@ringfleet/service-kit';
import { IsBoolean, IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import { PROVISION_DEVICES, type ProvisionDevices } from './customer.js';

const MANAGED_BY = /^(administrator|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i; // 'administrator', '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f'

export class CustomersQuery extends NameListQuery {
  @IsOptional()
  @IsString()
  @IsWrittenAs('badOwner', MANAGED_BY, 'administrator or the id of a reseller')
  managedBy?: string;
}

export class NewCustomerBody {
  @IsName()
  name: string = '';

  @IsOptional()
  @IsUUID('all')
  resellerId?: string | null;

  @MayBeLeftOut()
  @IsIn(PROVISION_DEVICES)
  provisionDevices?: ProvisionDevices;
}

export class CustomerChangesBody {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @MayBeLeftOut()
  @IsIn(PROVISION_DEVICES)
  provisionDevices?: ProvisionDevices;

  /** Users who may do more than the customer are lowered with it (DIR-04). */
  @MayBeLeftOut()
  @IsBoolean()
  lowerUsers?: boolean;
}
