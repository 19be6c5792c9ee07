import { codePoints, hasControlCharacters, isDay, nameKey, shorten } from '@ringfleet/kernel';

export const FIELD_KINDS = ['text', 'number', 'date', 'choice'] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** A field that devices have beside those of INV-01 (INV-16): all devices where it is the provider's, else those that its reseller manages or holds. */
export interface CustomField {
  readonly id: string;
  /** null: the provider's. */
  readonly ownerResellerId: string | null;
  readonly name: string;
  readonly kind: FieldKind;
  /** Of a choice, in the order in which they are offered. */
  readonly choices: readonly string[];
  /** Seen by its owner's side alone: not by resellers, or not by customers. */
  readonly internal: boolean;
  readonly version: number;
}

export type FieldsById = ReadonlyMap<string, CustomField>;
export const NO_FIELDS: FieldsById = new Map();

/** A text, a choice, a day as 2026-11-21; or a number. */
export type CustomValue = string | number;
/** By the ids of their fields. */
export type CustomValues = Readonly<Record<string, CustomValue>>;

/** Limits of an owner's fields, of a text in code points, and of the choices of a field. */
export const MAX_FIELDS = 50;
export const MAX_TEXT = 255;
export const MAX_CHOICES = 200;

export interface NoValue {
  readonly code: 'value_too_long' | 'bad_name' | 'bad_number' | 'bad_date' | 'unknown_choice';
  readonly message: string;
}

export const isNumber = ({ kind }: Pick<CustomField, 'kind'>): boolean => kind === 'number';

/** What a text that is not empty, outer blanks cut off, says as a value of a field. */
export const valueOf = (field: CustomField, text: string): CustomValue | NoValue => READERS[field.kind](field, text);
export const isNoValue = (value: CustomValue | NoValue): value is NoValue => typeof value === 'object';

type Reader = (field: CustomField, text: string) => CustomValue | NoValue;

const READERS: Readonly<Record<FieldKind, Reader>> = {
  text: ({ name }, text) => {
    if (hasControlCharacters(text)) return { code: 'bad_name', message: `${name} holds a control character, such as a line break; remove it.` };
    const length = codePoints(text);
    return length > MAX_TEXT ? { code: 'value_too_long', message: `${name} has ${length} characters; ${MAX_TEXT} are allowed.` } : text;
  },
  number: ({ name }, text) =>
    NUMBER.test(text) && text.replace(/\D/g, '').length <= DIGITS // '-12.5'
      ? Number(text) + 0 // no minus zero
      : {
          code: 'bad_number',
          message: `${shorten(text)} is no number for ${name}; write at most ${DIGITS} digits, with a point before decimals, such as 12.5.`,
        },
  date: ({ name }, text) => (isDay(text) ? text : { code: 'bad_date', message: `${shorten(text)} is no date for ${name}; write it as 2026-11-21.` }),
  choice: ({ name, choices }, text) => {
    const key = nameKey(text);
    const choice = choices.find((each) => nameKey(each) === key);
    return choice ?? { code: 'unknown_choice', message: `${shorten(text)} is no choice of ${name}; choose one of ${shorten(choices.join(', '))}.` };
  },
};

const DIGITS = 15; // what a double holds, digit for digit
const NUMBER = /^-?\d+(\.\d{1,6})?$/; // -12.5

/** A value of a field among those of a device. */
export const valueIn = (field: CustomField, of: { readonly custom: CustomValues | null; readonly customOfReseller: CustomValues | null }): CustomValue | null =>
  (field.ownerResellerId === null ? of.custom : of.customOfReseller)?.[field.id] ?? null;

/** The values with some of them others; null empties. null where none is left. */
export function withValues(values: CustomValues | null, changes: Readonly<Record<string, CustomValue | null>>): CustomValues | null {
  const entries = Object.entries({ ...values, ...changes }).filter((entry): entry is [string, CustomValue] => entry[1] !== null);
  return entries.length === 0 ? null : Object.fromEntries(entries);
}

/** Ids of the fields that have another value after than before. */
export function differingFields(before: CustomValues | null, after: CustomValues | null): string[] {
  if (before === after) return [];
  return Object.keys({ ...before, ...after }).filter((id) => (before?.[id] ?? null) !== (after?.[id] ?? null));
}
