import { IsPlainText } from '@ringfleet/service-kit';
import { IsBoolean, IsOptional, IsUrl, MaxLength, MinLength } from 'class-validator';

/** A reference of another system to a device. */
export class NewReferenceBody {
  @IsPlainText(200) @MinLength(1) what: string = '';
  /** Where people find it. */
  @IsOptional() @MaxLength(500) @IsUrl({ protocols: ['http', 'https'], require_tld: false }) link?: string | null;
  /** Whether the device stays as long as it is there. */
  @IsBoolean() blocksDelete: boolean = false;
}
