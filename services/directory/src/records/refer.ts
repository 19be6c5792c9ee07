import { Refused } from '@ringfleet/kernel';

/** A field names a record that is not there, or that the caller may not see: the same answer for both (DIR-03). */
export function unknownReference(field: string, code: string): Refused {
  const message = 'There is no such record.';
  return new Refused(422, code, message, { errors: [{ code, field, message }] });
}
