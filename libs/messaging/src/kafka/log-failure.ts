import { Fenced } from '../event-log.js';

/** What brokers say of a producer whose transactional id another has taken; the last one is not known to kafkajs by name. */
const FENCED_TYPES = new Set(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_PRODUCER_ID_MAPPING']);
const PRODUCER_FENCED = 90;
/** What is wrong with a record itself: https://kafka.apache.org/protocol.html#protocol_error_codes */
const CONTENT_TYPES = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'CORRUPT_MESSAGE', 'INVALID_TOPIC_EXCEPTION']);

const LONGEST_CHAIN = 10;

/** The log did not do what it was asked, and may a little later: `isTransient` says so. */
export class LogFailure extends Error {
  override readonly name = 'LogFailure';
  readonly transient = true;
}

interface KafkaError {
  readonly name?: string;
  readonly type?: string;
  readonly code?: unknown;
  readonly cause?: unknown;
}

/** What callers of the log get for an error of the client: `Fenced`, the error itself where the record is at fault, else a failure that passes. */
export function asLogError(error: unknown): Error {
  if (error instanceof LogFailure || error instanceof Fenced) return error;
  const message = error instanceof Error ? error.message : String(error);
  for (let at = error as KafkaError | undefined, length = 0; at && length < LONGEST_CHAIN; at = at.cause as KafkaError | undefined, length++) {
    if (FENCED_TYPES.has(at.type ?? '') || at.code === PRODUCER_FENCED) return new Fenced(`A newer producer of this name has taken over: ${message}`);
    if (CONTENT_TYPES.has(at.type ?? '')) return error as Error;
  }
  return new LogFailure(message, { cause: error });
}
