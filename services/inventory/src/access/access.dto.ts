import { IsOptional, IsString, MaxLength } from 'class-validator';

/** The query of an explanation. */
export class ExplainDto {
  @IsString() @MaxLength(40) action: string = '';
  /** The device it is about, for actions on one. */
  @IsOptional() @IsString() @MaxLength(40) subject?: string;
  /** For whom, if not for the caller. */
  @IsOptional() @IsString() @MaxLength(40) user?: string;
}
