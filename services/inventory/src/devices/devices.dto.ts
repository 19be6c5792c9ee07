import { applyDecorators } from '@nestjs/common';
import { hasControlCharacters, isId, Refused } from '@ringfleet/kernel';
import { IsName, IsPlainText, IsSecret, IsText, MayBeLeftOut } from '@ringfleet/service-kit';
import { Transform, Type } from 'class-transformer';
import { customColumn } from '../fields/custom-column.js';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';

/** A record by its id, or as it was read: `{id, name}`. */
const IsRecord = (): PropertyDecorator =>
  applyDecorators(
    Transform(({ value }: { value: unknown }) => (typeof value === 'object' && value !== null && 'id' in value ? value.id : value)),
    IsUUID('all'),
  );

/** Values of custom fields by the ids of the fields. */
const IsCustomValues = (): PropertyDecorator =>
  applyDecorators(
    IsObject(),
    ValidateBy({
      name: 'customValues',
      constraints: [
        { additionalProperties: { anyOf: [{ type: 'string', maxLength: 1_000 }, { type: 'number' }, { type: 'null' }] }, propertyNames: { format: 'uuid' } },
      ],
      validator: {
        validate: (values: unknown) => typeof values === 'object' && values !== null && Object.entries(values).every(isCustomValue),
        defaultMessage: () => 'custom takes ids of custom fields, each with a text, a number or null',
      },
    }),
  );

const isCustomValue = ([id, value]: readonly [string, unknown]): boolean =>
  isId(id) && (value === null || typeof value === 'number' || (typeof value === 'string' && value.length <= 1_000 && value.isWellFormed()));

export class AsOfDto {
  /** As it was at this moment, at least five seconds ago (INV-14). */
  @IsOptional() @IsString() @MaxLength(40) asOf?: string;
}

const asList = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? [value] : value);

/** Which devices: search, and a filter per column. */
export class DeviceFilterDto {
  @IsOptional() @IsPlainText(200) q?: string;
  @IsOptional() @IsPlainText(200) name?: string;
  @IsOptional() @IsPlainText(200) description?: string;
  @IsOptional() @IsString() @MaxLength(40) model?: string;
  @IsOptional() @IsString() @MaxLength(40) profile?: string;
  @IsOptional() @IsString() @MaxLength(40) managedBy?: string;
  @IsOptional() @IsPlainText(40) macAddress?: string;
  @IsOptional() @IsString() @MaxLength(40) assignedTo?: string;
  @IsOptional() @IsString() @MaxLength(4) totalPorts?: string;
  @IsOptional() @IsString() @MaxLength(4) freePorts?: string;
  @IsOptional() @IsPlainText(200) inventoryId?: string;
  @IsOptional() @IsString() @MaxLength(40) site?: string;
  @IsOptional() @IsString() @MaxLength(5) sharedWithResellers?: string;
  @IsOptional() @IsString() @MaxLength(5) customerOwned?: string;
  @IsOptional() @IsPlainText(20) state?: string;
  /** `registered`, `aged`, `unregistered`, or `none` where it is not known; several separated by commas. */
  @IsOptional() @IsPlainText(60) status?: string;
  /** A line's whole extension, or `none`. */
  @IsOptional() @IsPlainText(64) extensions?: string;
  /** A period: `2026-11-01..2026-11-21`, days whole and in UTC, or moments; an end may be left out. */
  @IsOptional() @IsString() @MaxLength(70) createdAt?: string;
  @IsOptional() @IsString() @MaxLength(70) updatedAt?: string;
  /** Of custom fields, each `<id>:<value>`: any part of a text (of one or two letters what begins with them), a choice, a number or day or range of them (`5..10`); `none` where there is no value. */
  @IsOptional() @Transform(asList) @IsArray() @ArrayMaxSize(20) @IsString({ each: true }) @MaxLength(300, { each: true }) custom?: string[];
}

/** The filters by column; custom fields among them as `custom.<id>`. Throws `Refused` 400 `bad_filter`. */
export function filtersOf({ custom = [], ...filters }: Omit<DeviceFilterDto, 'q'>): Record<string, string> {
  const given = Object.entries(filters).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const ofFields = custom.map((each): [string, string] => {
    const [id = '', ...value] = each.split(':'); // '019aa5a0-7a5e-7000-8000-3f2b8c1d9e4f:Ground floor'
    const message = 'The filter custom takes <id of a custom field>:<value>, without control characters.';
    if (!isId(id) || value.length === 0 || hasControlCharacters(each))
      throw new Refused(400, 'bad_filter', message, { errors: [{ code: 'bad_filter', field: 'custom', message }] });
    return [customColumn(id.toLowerCase()), value.join(':')];
  });
  return Object.fromEntries([...given, ...ofFields]);
}

/** Query of the device list: paging and sort besides. */
export class ListDevicesDto extends DeviceFilterDto {
  /** As they were at this moment, at least five seconds ago (INV-14). */
  @IsOptional() @IsString() @MaxLength(40) asOf?: string;
  @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 25;
  @IsOptional() @IsString() @MaxLength(2_000) cursor?: string;
  /**
   * By which columns, `-` before one that is to go down: `name,-createdAt`; ties by record id. Statuses go from registered over aged and unregistered to what is not known. Nothing sorts by the autoprovisioning URL, which is a secret.
   */
  @IsOptional() @IsString() @MaxLength(200) sort?: string;
}

/** What may be said of a device from the start, and changed later. */
class DeviceFieldsBody {
  @IsOptional() @IsString() @MaxLength(64) macAddress?: string | null;
  /** null: Administrator only. */
  @IsOptional() @IsRecord() managedBy?: string | null;
  @MayBeLeftOut() @IsBoolean() sharedWithResellers?: boolean;
  @IsOptional() @IsRecord() assignedTo?: string | null;
  @IsOptional() @IsRecord() site?: string | null;
  @IsOptional() @IsRecord() profile?: string | null;
  @IsOptional() @IsPlainText(64) inventoryId?: string | null;
  @IsOptional() @IsText(2_000) description?: string | null;
  @MayBeLeftOut() @IsBoolean() customerOwned?: boolean;
  /** Values of custom fields by the ids of the fields; null empties. */
  @MayBeLeftOut() @IsCustomValues() custom?: Record<string, string | number | null>;
  /** Of its configuration, where it is not the vendor's own. */
  @IsOptional() @IsString() @MaxLength(255) fileName?: string | null;
  @MayBeLeftOut() @IsBoolean() acceptDataFromPhone?: boolean;
  /** Virtual phone provisioning: it has no MAC address, whatever its model. */
  @MayBeLeftOut() @IsBoolean() virtual?: boolean;
  /** Given once, kept to the letter and never shown again, as the three that follow. */
  @IsOptional() @IsSecret(128) secret?: string | null;
  @IsOptional() @IsSecret(128) httpUsername?: string | null;
  @IsOptional() @IsSecret(128) httpPassword?: string | null;
  /** The ASCII/AES key that the configuration is encrypted with. */
  @IsOptional() @IsSecret(128) asciiKey?: string | null;
}

/** An account that sits on a port from the start (INV-11). */
class NewLineBody {
  @IsInt() @Min(0) @Max(1_000) port: number = 0;
  @IsUUID('all') accountId: string = '';
}

export class NewDeviceBody extends DeviceFieldsBody {
  @IsName() name: string = '';
  @IsRecord() model: string = '';
  @MayBeLeftOut() @ValidateNested() @Type(() => NewLineBody) line?: NewLineBody;
}

/** A new device as far as it is typed. */
export class UnfinishedDeviceBody extends DeviceFieldsBody {
  @MayBeLeftOut() @IsName() name?: string;
  @MayBeLeftOut() @IsRecord() model?: string;
  @MayBeLeftOut() @ValidateNested() @Type(() => NewLineBody) line?: NewLineBody;
}

/** What is left out stays; null empties. */
export class DeviceChangesBody extends DeviceFieldsBody {
  @MayBeLeftOut() @IsName() name?: string;
  @MayBeLeftOut() @IsRecord() model?: string;
  @MayBeLeftOut() @IsBoolean() retired?: boolean;
}

/** The phone that takes the place of a broken one (INV-08b). */
export class ReplacementBody {
  @IsOptional() @IsString() @MaxLength(64) macAddress: string | null = null;
  @MayBeLeftOut() @IsRecord() model?: string;
  @IsOptional() @IsPlainText(64) inventoryId?: string | null;
}
