import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** The query of a list that comes page by page (design.md §7). */
export class PageQuery {
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;

  /** `nextCursor` of the page before. */
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
}
