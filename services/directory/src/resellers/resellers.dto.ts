import { IsName, MayBeLeftOut } from '@ringfleet/service-kit';
import { IsBoolean } from 'class-validator';

export class NewResellerBody {
  @IsName()
  name: string = '';

  @MayBeLeftOut()
  @IsBoolean()
  lineStatesReport?: boolean;
}

export class ResellerChangesBody {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @MayBeLeftOut()
  @IsBoolean()
  lineStatesReport?: boolean;
}
