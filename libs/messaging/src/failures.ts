// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, sign-in, rolled back by serialization, deadlock or unknown, no such database (yet), resources, lock not available,
// cancelled, shutdown, idle in transaction, trouble outside the database.
const TRANSIENT_SQL_STATES = /^(08...|28...|3D000|4000[13]|40P01|53...|55P03|57014|57P..|25P03|58...)$/; // '57P01'
const NETWORK_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENOTFOUND', 'EAI_AGAIN'];
const DISK_CODES = ['EMFILE', 'ENFILE', 'ENOSPC', 'EIO', 'EROFS', 'EDQUOT', 'ESTALE'];
const TRANSIENT_CODES = new Set([...NETWORK_CODES, ...DISK_CODES]);
const TRANSIENT_NAMES = new Set(['AbortError', 'TimeoutError', 'Fenced']);
// What pg says without a code: 'Connection terminated unexpectedly', 'timeout exceeded when trying to connect', 'Query read timeout',
// 'Client has encountered a connection error and is not queryable', 'Cannot use a pool after calling end on the pool'
const TRANSIENT_MESSAGES =
  /connection terminated|connection ended|client was closed|timeout exceeded when trying to connect|query read timeout|is not queryable|after calling end on the pool/i;
const TRANSIENT_CONNECT_CODES = new Set([4, 8, 14]); // deadline exceeded, resource exhausted, unavailable

const LONGEST_CHAIN = 10;

/**
 * Whether an error is a failure of machinery, which passes by itself, rather than of what was asked (design.md §5). Causes are looked at too.
 * An error of one's own says so with `transient: true`.
 */
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error, length = 0; isErrorLike(at) && length < LONGEST_CHAIN; at = at.cause, length++) {
    const { name = '', message = '', code, transient, errors } = at;
    if (transient === true || TRANSIENT_NAMES.has(name) || TRANSIENT_MESSAGES.test(message)) return true;
    if (typeof code === 'string' && (TRANSIENT_SQL_STATES.test(code) || TRANSIENT_CODES.has(code))) return true;
    if (typeof code === 'number' && name === 'ConnectError' && TRANSIENT_CONNECT_CODES.has(code)) return true;
    if (Array.isArray(errors) && errors.length > 0 && errors.every(isTransient)) return true; // a host with several addresses
  }
  return false;
}

interface ErrorLike {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
  readonly transient?: unknown;
  readonly errors?: unknown;
}

/** By its looks, for errors of Node itself are not of this realm's class where tests run. */
const isErrorLike = (error: unknown): error is ErrorLike => typeof error === 'object' && error !== null && 'message' in error;
