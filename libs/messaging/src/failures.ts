// https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, serialization, deadlock, resources, lock not available, cancelled, shutdown.
const TRANSIENT_SQL_STATES = /^(08...|40001|40P01|53...|55P03|57014|57P..)$/; // '57P01'
const TRANSIENT_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EMFILE', 'ENFILE', 'ENOSPC', 'EIO']);
const TRANSIENT_MESSAGES = /connection terminated|connection ended|timeout exceeded when trying to connect|client has encountered a connection error/i; // 'Connection terminated unexpectedly'
const CONNECT_UNAVAILABLE = 14;
const CONNECT_DEADLINE = 4;

/** Whether an error is a failure of machinery, which passes by itself, rather than of what was asked (design.md §5). Causes are looked at too. */
export function isTransient(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++) {
    if ('transient' in at && at.transient === true) return true;
    const code: unknown = 'code' in at ? at.code : undefined;
    if (typeof code === 'string' && (TRANSIENT_SQL_STATES.test(code) || TRANSIENT_CODES.has(code))) return true;
    if (at.name === 'ConnectError' && (code === CONNECT_UNAVAILABLE || code === CONNECT_DEADLINE)) return true;
    if (TRANSIENT_MESSAGES.test(at.message)) return true;
  }
  return false;
}
