import { applyDecorators } from '@nestjs/common';
import { codePoints, hasControlCharacters, momentIn, trimBlanks } from '@ringfleet/kernel';
import { Transform } from 'class-transformer';
import { isEmail, IsISO8601, IsString, MaxLength, ValidateBy, ValidateIf } from 'class-validator';
import type { SchemaText } from './described.js';

// Without control characters; a name has something besides blanks, too.
const PLAIN = '^[^\\x00-\\x1f\\x7f-\\x9f]*$';
const SECRET = '^([^\\s\\u200b\\u2060\\ufeff]([\\s\\S]*[^\\s\\u200b\\u2060\\ufeff])?)?$';
const NAMED = '^[^\\x00-\\x1f\\x7f-\\x9f]*[^\\s\\x00-\\x1f\\x7f-\\x9f\\u200b\\u2060\\ufeff][^\\x00-\\x1f\\x7f-\\x9f]*$';

type Rule = (text: string) => boolean;

/** A rule of a text field; its name in snake case is the code of the refusal. `schema` says the same to readers of the OpenAPI document. */
const rule = (name: string, says: string, fits: Rule, schema: SchemaText): PropertyDecorator =>
  ValidateBy({
    name,
    constraints: [schema],
    validator: { validate: (value) => typeof value !== 'string' || fits(value), defaultMessage: (about) => `${about?.property ?? 'it'} ${says}` },
  });

const trimmed = (): PropertyDecorator => Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? trimBlanks(value) : value));

const whole = (): PropertyDecorator => rule('badText', 'holds half a character; remove it', (text) => text.isWellFormed(), {});

/** A text of at most `max` code points after trimming, without control characters; codes `value_too_long`, `bad_text`. */
export const IsPlainText = (max: number): PropertyDecorator =>
  applyDecorators(
    trimmed(),
    IsString(),
    rule('valueTooLong', `is longer than ${max} characters`, (text) => codePoints(text) <= max, { maxLength: max }),
    rule('badText', 'holds a control character, such as a tab or a line break, or half a character; remove it', plain, { pattern: PLAIN }),
  );

/** A text of more lines than one, outer blanks cut off as of a cell of a file; `bad_text` where half a character would be stored as another. */
export const IsText = (max: number): PropertyDecorator => applyDecorators(trimmed(), IsString(), MaxLength(max), whole());

/**
 * A secret of at most `max` characters, kept to the letter. One with outer blanks is refused (`outer_blanks`), not cut: whoever gave it would sign in with it in vain, and in the file of a phone they are lost.
 */
export const IsSecret = (max: number): PropertyDecorator =>
  applyDecorators(
    IsString(),
    MaxLength(max),
    rule('outerBlanks', 'begins or ends with a blank or a line break; write it without', (text) => text === trimBlanks(text), { pattern: SECRET }),
    whole(),
  );

/** A text, or with `each` every text of a list, that is written in one way; `says` in words what that is. The name in snake case is the code of the refusal. */
export const IsWrittenAs = (name: string, pattern: RegExp, says: string, options: { readonly each?: boolean } = {}): PropertyDecorator =>
  ValidateBy(
    {
      name,
      constraints: [{ pattern: pattern.source } satisfies SchemaText],
      validator: {
        validate: (value) => typeof value !== 'string' || pattern.test(value),
        defaultMessage: (about) => `${about?.property ?? 'it'} takes ${says}`,
      },
    },
    options,
  );

/** A name (INV-02): 1–64 code points after trimming, without control characters; codes `missing_value`, `value_too_long`, `bad_name`. */
export const IsName = (): PropertyDecorator =>
  applyDecorators(
    trimmed(),
    IsString(),
    rule('missingValue', 'is empty', (text) => text !== '', { minLength: 1 }),
    rule('valueTooLong', 'is longer than 64 characters', (text) => codePoints(text) <= 64, { maxLength: 64 }),
    rule('badName', 'holds a control character, such as a tab or a line break, or half a character; remove it', plain, { pattern: NAMED }),
  );

/** An e-mail address; class-validator's own `@IsEmail` throws where a half of a character is in it. */
export const IsEmailAddress = (): PropertyDecorator =>
  applyDecorators(
    IsString(),
    MaxLength(254),
    rule('isEmail', 'is no e-mail address', (text) => text.isWellFormed() && isEmail(text), { format: 'email' }),
  );

/** A day or a moment as `momentIn` reads it; of what else ISO 8601 knows, weeks and parts of days, PostgreSQL knows nothing. */
export const IsMoment = (): PropertyDecorator =>
  applyDecorators(
    IsISO8601({ strict: true }),
    rule('badMoment', 'is no time; write it as 2026-11-21T08:00:00Z', (text) => momentIn(text) !== undefined, {}),
  );

/** A field that may be left out, but not be null: what is left out of a change stays as it is. */
export const MayBeLeftOut = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);

const plain: Rule = (text) => !hasControlCharacters(text) && text.isWellFormed();
