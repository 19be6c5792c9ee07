import { applyDecorators } from '@nestjs/common';
import { IsPlainText, IsWrittenAs, MayBeLeftOut } from '@ringfleet/service-kit';
import { type Format, FORMATS } from '@ringfleet/templates';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsInt, IsObject, IsOptional, IsString, IsUUID, Max, MaxLength, Min, ValidateBy, ValidateNested } from 'class-validator';
import type { ShownValue } from './list-versions.js';
import { FILE_NAME, MAX_TEMPLATE } from './file-template.js';
import { MAX_TEXT, type Plain, VARIABLE_TYPES, type VariableType } from './variable.js';

const NAME = /^[a-z][a-z0-9_]{0,39}$/; // ntp_server
const CHOICE = /^[^\s\p{C}]([^\p{C}]*[^\s\p{C}])?$/u; // G.722, UTC+1
const MOST = 200;
const PLAIN = [{ type: 'string', maxLength: MAX_TEXT }, { type: 'integer' }, { type: 'boolean' }];
const KEPT = { type: 'object', properties: { secret: { const: true } }, required: ['secret'], additionalProperties: false };

const isPlain = (value: unknown): boolean =>
  typeof value === 'boolean' || Number.isSafeInteger(value) || (typeof value === 'string' && value.length <= MAX_TEXT * 2 && value.isWellFormed());

const isKept = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).join() === 'secret' && 'secret' in value && value.secret === true;

/** A text, a whole number, true or false, or null. */
const IsDefault = (): PropertyDecorator =>
  ValidateBy({
    name: 'plain',
    constraints: [{ anyOf: PLAIN }],
    validator: { validate: isPlain, defaultMessage: () => 'default takes a text, a whole number, true, false or null' },
  });

/** What the database stores and a file can hold: no NUL and no half of a character. */
const IsTemplateText = (): PropertyDecorator =>
  ValidateBy({
    name: 'badText',
    constraints: [{}],
    validator: {
      validate: (text: unknown) => typeof text !== 'string' || (text.isWellFormed() && !text.includes('\0')),
      defaultMessage: () => 'text holds NUL or half a character; remove it',
    },
  });

/** By the names of variables. */
const AreValues = (): PropertyDecorator =>
  applyDecorators(
    IsObject(),
    ValidateBy({
      name: 'values',
      constraints: [{ additionalProperties: { anyOf: [...PLAIN, KEPT] }, propertyNames: { pattern: NAME.source }, maxProperties: MOST }],
      validator: {
        validate: (values: unknown) =>
          typeof values === 'object' &&
          values !== null &&
          Object.keys(values).length <= MOST &&
          Object.entries(values).every(([name, value]) => NAME.test(name) && (isPlain(value) || isKept(value))),
        defaultMessage: () => 'values takes names of variables, each with a text, a whole number, true, false, or {"secret": true} for a secret that stays',
      },
    }),
  );

class VariableBody {
  /** Templates call it params.<name>. */
  @IsString()
  @IsWrittenAs(
    'badVariableName',
    NAME,
    'a name that begins with a small letter a to z, then small letters, digits and underscores, 40 characters at most, such as ntp_server',
  )
  name: string = '';
  @IsOptional() @IsPlainText(100) label: string | null = null;
  @IsIn(VARIABLE_TYPES) type: VariableType = 'string';
  @IsOptional() @IsDefault() default: Plain | null = null;
  @IsOptional() @IsInt() @Min(Number.MIN_SAFE_INTEGER) @Max(Number.MAX_SAFE_INTEGER) min: number | null = null;
  @IsOptional() @IsInt() @Min(Number.MIN_SAFE_INTEGER) @Max(Number.MAX_SAFE_INTEGER) max: number | null = null;
  @IsOptional() @IsInt() @Min(1) @Max(MAX_TEXT) maxLength: number | null = null;
  @MayBeLeftOut()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  @MaxLength(100, { each: true })
  @IsWrittenAs('badChoiceText', CHOICE, 'choices that neither begin nor end with a blank, without control characters, such as G.722', { each: true })
  choices: string[] = [];
}

class TemplateBody {
  /** As the phone asks for it: {mac}.cfg, with {mac}, {MAC}, {model} and {psn} in place of its own. */
  @IsString()
  @IsWrittenAs(
    'badTemplateFile',
    FILE_NAME,
    '1 to 64 letters, digits, underscores, hyphens, points, {mac}, {MAC}, {model} and {psn}; neither a hyphen nor a point comes first, and no two points together',
  )
  file: string = '';
  @IsIn(FORMATS) format: Format = 'text';
  /** Those of the profile that it is for; none: all of them. */
  @MayBeLeftOut() @IsArray() @ArrayMaxSize(1_000) @IsUUID('all', { each: true }) modelIds: string[] = [];
  @IsString() @MaxLength(MAX_TEMPLATE) @IsTemplateText() text: string = '';
}

/** What is left out stays as it is in the version that the draft is made from. */
export class DraftBody {
  @MayBeLeftOut() @IsPlainText(200) note?: string;
  @MayBeLeftOut() @IsArray() @ArrayMaxSize(MOST) @ValidateNested({ each: true }) @Type(() => VariableBody) variables?: VariableBody[];
  /** Of its variables and of inherited ones, by their names; `{"secret": true}` for a secret that stays. */
  @MayBeLeftOut() @AreValues() values?: Record<string, ShownValue>;
  @MayBeLeftOut() @IsArray() @ArrayMaxSize(20) @ValidateNested({ each: true }) @Type(() => TemplateBody) templates?: TemplateBody[];
}

export class NewDraftBody extends DraftBody {
  /** Number of the version that it is made from; left out: from nothing. */
  @MayBeLeftOut() @IsInt() @Min(1) @Max(2_147_483_647) basedOn?: number;
}
