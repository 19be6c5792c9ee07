import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** The query of a list whose newest come first. */
export class NewestFirstDto {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
}
