import { DownloadQuery, PageQuery } from '@ringfleet/service-kit';
import { IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import type { OutcomeName } from '../outcomes/answer.js';
import { type Language, LANGUAGES } from '../templates/template-words.js';
import { IMPORT_KINDS, type ImportKind } from './import-kind.js';

export class RowsDto extends PageQuery {
  /** Absent: rows with any outcome. */
  @IsOptional()
  @IsIn(['applied', 'unchanged', 'rejected'])
  outcome?: OutcomeName;
}

export class RejectedRowsDto extends PageQuery {
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
