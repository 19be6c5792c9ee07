import { IsName, MayBeLeftOut, NameListQuery } from '@ringfleet/service-kit';
import { ArrayMaxSize, IsArray, IsOptional, IsUUID } from 'class-validator';

export class SitesQuery extends NameListQuery {
  @IsOptional()
  @IsUUID('all')
  customerId?: string;
}

export class NewSiteBody {
  @IsName()
  name: string = '';

  @IsUUID('all')
  customerId: string = '';

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  approvedModelIds?: string[];
}

export class SiteChangesBody {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsUUID('all', { each: true })
  approvedModelIds?: string[];
}
