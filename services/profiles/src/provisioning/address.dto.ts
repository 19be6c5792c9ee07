import { MayBeLeftOut } from '@ringfleet/service-kit';
import { IsBoolean } from 'class-validator';

export class RotateBody {
  /** The old address ends now. */
  @MayBeLeftOut() @IsBoolean() immediately: boolean = false;
}
