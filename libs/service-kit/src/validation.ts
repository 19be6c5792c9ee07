import { ValidationPipe } from '@nestjs/common';
import { type Refusal, Refused } from '@ringfleet/kernel';
import type { ValidationError } from 'class-validator';

/** Checks bodies and queries against their DTO classes; what does not fit is a 400 that names every field at fault. */
export const validation = (): ValidationPipe =>
  new ValidationPipe({
    whitelist: true,
    forbidNonWhitelisted: true,
    transform: true,
    exceptionFactory: (errors) => {
      const fields = errors.flatMap((error) => fieldErrors(error));
      return new Refused(400, 'validation_failed', `Not accepted: ${fields.map((field) => field.message).join('; ')}.`, { errors: fields });
    },
  });

function fieldErrors(error: ValidationError, path = ''): Refusal[] {
  const field = path ? `${path}.${error.property}` : error.property;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({ code: snakeCase(rule), field, message }));
  return [...own, ...(error.children ?? []).flatMap((child) => fieldErrors(child, field))];
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`); // 'isUuid' → 'is_uuid'
