import { MayBeLeftOut } from '@ringfleet/service-kit';
import { IsArray, IsIn, IsObject, IsOptional, IsString, MaxLength } from 'class-validator';
import { EXPORT_FORMATS, type ExportFormat } from './export-record.js';

/** What to export: the device list as filtered and sorted, with the columns shown or all. */
export class StartExportDto {
  @MayBeLeftOut()
  @IsIn(['devices'])
  kind = 'devices' as const;

  @MayBeLeftOut()
  @IsIn(EXPORT_FORMATS)
  format: ExportFormat = 'csv';

  /** As the query of the device list: `q` and a filter per column. */
  @MayBeLeftOut()
  @IsObject()
  filter: Record<string, unknown> = {};

  /** As the device list takes it: "name,-createdAt". */
  @MayBeLeftOut()
  @IsString()
  @MaxLength(200)
  sort: string = 'name';

  /** Names as the device list has them; absent: all. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  @MaxLength(64, { each: true })
  columns?: string[] | null;
}

export class SignedDto {
  @IsString()
  @MaxLength(1_000)
  signature: string = '';
}
