import { IsName, MayBeLeftOut } from '@ringfleet/service-kit';
import { IsBoolean } from 'class-validator';

export class ProviderChangesBody {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @MayBeLeftOut()
  @IsBoolean()
  lineStatesReport?: boolean;
}
