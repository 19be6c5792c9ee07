import { IsName, IsPlainText, IsSecret, MayBeLeftOut, NameListQuery } from '@ringfleet/service-kit';
import { IsIn, IsOptional, IsUUID } from 'class-validator';
import { ACCOUNT_KINDS, type AccountKind } from './account.js';

export class AccountsQuery extends NameListQuery {
  @IsOptional()
  @IsUUID('all')
  customerId?: string;
}

class AccountDetails {
  @IsOptional()
  @IsUUID('all')
  siteId?: string | null;

  @IsOptional()
  @IsPlainText(32)
  extension?: string | null;

  @IsOptional()
  @IsPlainText(128)
  displayName?: string | null;

  @IsOptional()
  @IsPlainText(64)
  sipUsername?: string | null;

  @IsOptional()
  @IsSecret(128)
  sipPassword?: string | null;

  @MayBeLeftOut()
  @IsIn(ACCOUNT_KINDS)
  kind?: AccountKind;
}

export class NewAccountBody extends AccountDetails {
  @IsName()
  number: string = '';

  @IsUUID('all')
  customerId: string = '';
}

export class AccountChangesBody extends AccountDetails {
  @MayBeLeftOut()
  @IsName()
  number?: string;
}
