import { nameKey, type Refusal, Refused } from '@ringfleet/kernel';
import type { CustomField } from './custom-field.js';

/** Which devices have no value of a field: what filters of it say. */
export const NONE = 'none';

/** Throws `Refused` 422 for a field that cannot be. */
export function decideField({ name, kind, choices }: CustomField): void {
  const refusals: Refusal[] = [];
  const refuse = (field: string, code: string, message: string): void => void refusals.push({ code, field, message });
  // A file heads a column "North Telecom / Floor" where the name alone is another's.
  if (name.includes('/')) refuse('name', 'bad_name', 'The name of a custom field has no slash.');
  if (kind === 'choice' && choices.length === 0) refuse('choices', 'missing_value', 'Give at least one choice.');
  if (kind !== 'choice' && choices.length > 0) refuse('choices', 'bad_choice', `A ${kind} has no choices.`);
  const keys = choices.map(nameKey);
  if (new Set(keys).size < keys.length) refuse('choices', 'bad_choice', 'Each choice stands there once, whatever its case.');
  if (keys.includes(NONE)) refuse('choices', 'bad_choice', `A choice is not called ${NONE}: filters mean by it that there is no value.`);
  const [first] = refusals;
  if (first) throw new Refused(422, first.code, refusals.map(({ message }) => message).join(' '), { errors: refusals });
}
