import { DownloadQuery } from '@ringfleet/service-kit';
import { Type } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { OutcomeName } from '../outcomes/answer.js';
import { type Language, LANGUAGES } from '../templates/template-words.js';
import { IMPORT_KINDS, type ImportKind } from './import-kind.js';

export class PageDto {
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 25;

  /** `nextCursor` of the page before. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  cursor?: string;
}

export class RowsDto extends PageDto {
  /** Absent: rows with any outcome. */
  @IsOptional()
  @IsIn(['applied', 'unchanged', 'rejected'])
  outcome?: OutcomeName;
}

export class RejectedRowsDto extends PageDto {
  /** Only rows with this reason: `mac_not_unique`. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  code?: string;
}

export class TemplateDto extends DownloadQuery {
  @IsIn(IMPORT_KINDS)
  kind: ImportKind = 'devices';

  /** Of headers, instructions and words; import reads both. */
  @IsIn(LANGUAGES)
  language: Language = 'en';
}
