import { codePoints, hasControlCharacters, type Refusal, trimBlanks } from '@ringfleet/kernel';

export const VARIABLE_TYPES = ['string', 'integer', 'boolean', 'choice', 'secret'] as const;
export type VariableType = (typeof VARIABLE_TYPES)[number];

export type Plain = string | number | boolean;

/** A secret as it is stored: base64 of what libs/secrets makes of it, for the purpose `secretPurpose`. */
export interface SealedValue {
  readonly sealed: string;
}

export type Value = Plain | SealedValue;

/** What a profile, or one that inherits from it, can set, and templates write. */
export interface Variable {
  /** ntp_server; templates call it params.ntp_server. */
  readonly name: string;
  /** For people. */
  readonly label: string | null;
  readonly type: VariableType;
  /** Where no profile sets it; null: it is empty then. A secret has none. */
  readonly default: Plain | null;
  /** Of an integer. */
  readonly min: number | null;
  readonly max: number | null;
  /** Of a string or secret, in code points. */
  readonly maxLength: number | null;
  /** Of a choice, in their order. */
  readonly choices: readonly string[];
}

export const MAX_TEXT = 1_000;

export const secretPurpose = (profileId: string, variable: string): string => `profile:${profileId}:${variable}`;

export const isSealed = (value: unknown): value is SealedValue => typeof value === 'object' && value !== null && 'sealed' in value;

/** Why a value is not one of the variable; `field` is where it stands. */
export function judgeValue(variable: Variable, value: Value, field: string): Refusal[] {
  const wrong = misfit(variable, value);
  return wrong === undefined ? [] : [{ field, code: 'bad_value', message: `${variable.name} ${wrong}.` }];
}

/** Why a secret that is given is none of the variable. It is kept to the letter, and in the file of a phone outer blanks would be lost. */
export function judgeSecret(variable: Variable, value: Plain, field: string): Refusal[] {
  const refusals = judgeValue({ ...variable, type: 'string' }, value, field);
  if (refusals.length > 0 || value === trimBlanks(String(value))) return refusals;
  return [{ field, code: 'outer_blanks', message: `${variable.name} begins or ends with a blank or a line break; write it without.` }];
}

function misfit(variable: Variable, value: Value): string | undefined {
  if (isSealed(value)) return variable.type === 'secret' ? undefined : 'is no secret';
  switch (variable.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'takes true or false';
    case 'integer':
      return misfitOfInteger(variable, value);
    case 'choice':
      return typeof value === 'string' && variable.choices.includes(value) ? undefined : `takes one of ${variable.choices.join(', ')}`;
    // One that was a text before its variable became a secret lies open.
    case 'secret':
      return 'is a secret now: give it anew';
    default:
      return misfitOfText(variable, value);
  }
}

function misfitOfInteger({ min, max }: Variable, value: Plain): string | undefined {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) return 'takes a whole number';
  if (min !== null && value < min) return `is at least ${min}`;
  return max !== null && value > max ? `is at most ${max}` : undefined;
}

function misfitOfText({ maxLength }: Variable, value: Plain): string | undefined {
  if (typeof value !== 'string') return 'takes a text';
  if (hasControlCharacters(value) || !value.isWellFormed()) return 'holds a control character, such as a tab or a line break, or half a character; remove it';
  const most = maxLength ?? MAX_TEXT;
  return codePoints(value) > most ? `is longer than ${most} characters` : undefined;
}

/** What is wrong with the variables themselves. */
export const judgeVariables = (variables: readonly Variable[]): Refusal[] =>
  variables.flatMap((variable, at) => {
    const field = `variables[${at}]`;
    const wrong = misfitOfVariable(variable);
    const twice = variables.findIndex(({ name }) => name === variable.name) < at;
    return [
      ...(wrong ? [{ field, code: 'bad_variable', message: `${variable.name} ${wrong}.` }] : []),
      ...(twice ? [{ field: `${field}.name`, code: 'name_not_unique', message: `There is a variable ${variable.name} already.` }] : []),
      ...(variable.default === null || wrong ? [] : judgeValue(variable, variable.default, `${field}.default`)),
    ];
  });

function misfitOfVariable({ name, type, choices, min, max, maxLength, default: standard }: Variable): string | undefined {
  if (Object.hasOwn(Object.prototype, name)) return 'is a word that has a meaning of its own; take another name';
  if (type === 'secret' && standard !== null) return 'is a secret and has no default; give it among the values';
  if ((type === 'choice') !== choices.length > 0) return type === 'choice' ? 'needs its choices' : 'is no choice and has no choices';
  if (new Set(choices).size < choices.length) return 'has a choice twice';
  if (type !== 'integer' && (min !== null || max !== null)) return 'is no integer and has neither min nor max';
  if (min !== null && max !== null && min > max) return 'has a min above its max';
  return type !== 'string' && type !== 'secret' && maxLength !== null ? 'is no text and has no maxLength' : undefined;
}
