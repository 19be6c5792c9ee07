import { applyDecorators } from '@nestjs/common';
import { IsName, IsWrittenAs, MayBeLeftOut, NameListQuery } from '@ringfleet/service-kit';
import { ArrayMaxSize, IsArray, IsBoolean, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';
import { FIELD_KINDS, type FieldKind, MAX_CHOICES } from './custom-field.js';

/** Of a field of kind choice, in their order: each 1–64 characters without outer blanks and control characters. */
const IsChoices = (): PropertyDecorator =>
  applyDecorators(
    IsArray(),
    ArrayMaxSize(MAX_CHOICES),
    IsString({ each: true }),
    MaxLength(64, { each: true }),
    IsWrittenAs(
      'badChoiceText',
      /^[^\s\p{C}]([^\p{C}]*[^\s\p{C}])?$/u,
      'choices that neither begin nor end with a blank, without control characters, such as Ground floor',
      { each: true },
    ),
  );

export class CustomFieldsQuery extends NameListQuery {
  /** A reseller's id, or `administrator`: those of the provider. */
  @IsOptional() @IsString() @IsWrittenAs('badOwner', /^(administrator|[0-9a-fA-F-]{36})$/, 'administrator or the id of a reseller') owner?: string;
}

export class NewCustomFieldBody {
  @IsName() name: string = '';
  @IsIn(FIELD_KINDS) kind: FieldKind = 'text';
  @MayBeLeftOut() @IsChoices() choices?: string[];
  /** Seen by its owner's side alone: not by resellers, or not by customers. */
  @MayBeLeftOut() @IsBoolean() internal?: boolean;
}

/** What is left out stays; the kind of a field never changes. */
export class CustomFieldChangesBody {
  @MayBeLeftOut() @IsName() name?: string;
  @MayBeLeftOut() @IsChoices() choices?: string[];
  @MayBeLeftOut() @IsBoolean() internal?: boolean;
}

export class DeleteCustomFieldQuery {
  /** Although devices have values of it, which nobody is shown any more. */
  @IsOptional() @IsIn(['true', 'false']) withValues?: 'true' | 'false';
}
