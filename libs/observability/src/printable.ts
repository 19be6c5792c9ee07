import { Sealed } from '@ringfleet/secrets';
import { types } from 'node:util';

const HIDDEN = '[hidden]';
const DEEPEST = 8;

/** Field names whose values are never written, wherever they stand: client_secret, aesKey, httpPassword, set-cookie … */
const SECRET_NAME = /passw|secret|token|authorization|cookie|api-?_?key|aes-?_?key|private-?_?key|credential/i;
/** Secrets inside texts: `postgres://user:word@host` and `Authorization: Bearer eyJhbGciOi…`. */
const PASSWORD_IN_URL = /(\w:\/\/[^\s:/@]*):[^\s/@]+@/g;
const BEARER = /\b(bearer|basic)\s+[\w.~+/=-]+/gi;

/** Also of another realm (a worker's, a vm's), which `instanceof` does not know. */
export const isError = (value: unknown): value is Error => types.isNativeError(value) || value instanceof Error;

/**
 * A copy of anything that may be logged: values of secret field names are hidden at every depth, bytes are counted and not shown, errors are reduced
 * to what helps and cannot hold a record's values. The original is not changed.
 */
export function printable(value: unknown): unknown {
  return print(value, []);
}

function print(value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'string') return printableText(value);
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  if (value instanceof Sealed) return value.toString();
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (above.includes(value)) return '[circular]';
  if (above.length === DEEPEST) return '[deeper]';
  return printObject(value, [...above, value]);
}

function printObject(value: object, above: readonly object[]): unknown {
  if (isError(value)) return printError(value, above);
  if (value instanceof URL) return printableText(value.href);
  if (Array.isArray(value) || value instanceof Set) return Array.from(value as Iterable<unknown>, (item) => print(item, above));
  const entries: Iterable<readonly [unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  return Object.fromEntries(Array.from(entries, ([key, item]) => [String(key), printField(String(key), item, above)]));
}

/** Whether there is a value is no secret: absent, yes and no stay. */
function printField(name: string, value: unknown, above: readonly object[]): unknown {
  const isSecret = SECRET_NAME.test(name) && value !== null && value !== undefined && typeof value !== 'boolean';
  return isSecret ? HIDDEN : print(value, above);
}

/** Of PostgreSQL's errors: `detail`, `where`, `internalQuery` and the ORM's `query` and `parameters` quote rows; names of constraints do not. */
const TELLING = ['code', 'severity', 'constraint', 'schema', 'table', 'column', 'status', 'errno', 'syscall', 'address', 'port'];

function printError(error: Error, above: readonly object[]): unknown {
  const fields = Object.entries(error).filter(([name]) => TELLING.includes(name));
  return {
    type: error.name,
    message: printableText(error.message),
    stack: printableText(error.stack ?? ''),
    ...Object.fromEntries(fields.map(([name, value]) => [name, print(value, above)])),
    ...(error.cause === undefined ? {} : { cause: print(error.cause, above) }),
    ...('errors' in error ? { errors: print(error.errors, above) } : {}),
  };
}

function printableText(text: string): string {
  return text.replace(PASSWORD_IN_URL, `$1:${HIDDEN}@`).replace(BEARER, `$1 ${HIDDEN}`);
}
