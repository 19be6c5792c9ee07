import { fieldWords, refusalWords } from '../words/refusal-words.js';

/** A refusal or failure as the API tells it (RFC 9457). */
export interface ProblemDocument {
  readonly status: number;
  readonly title: string;
  readonly code: string;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** To tell support, where something failed there. */
  readonly incident?: string;
  /** Of `count_changed`: how many match now. */
  readonly count?: number;
  /** Of `in_use`: what uses it, the first of each kind by name. */
  readonly usedBy?: readonly { readonly kind: string; readonly total: number; readonly items: readonly { readonly id: string; readonly name: string }[] }[];
  /** Of `users_exceed_customer`: those who may do more (DIR-04). */
  readonly users?: readonly { readonly id: string; readonly name: string; readonly provisionDevices: string }[];
}

export interface FieldError {
  readonly field: string;
  readonly code: string;
  readonly message: string;
  /** Of a text, from 1. */
  readonly line?: number;
}

export class Problem extends Error {
  constructor(
    readonly document: ProblemDocument,
    readonly retryAfterSeconds?: number,
  ) {
    super(document.detail ?? document.title);
  }

  get status(): number {
    return this.document.status;
  }

  get code(): string {
    return this.document.code;
  }
}

/** Whether what is said of `field` belongs beside the field of that name: `line.accountId` beside `line`. */
export const isOf = (name: string, field: string): boolean => field === name || field.startsWith(`${name}.`);

/** What a refusal says of a field, by what the field is called on the page, where that is not its own name. */
export function fieldError(error: unknown, name: string, label?: string): string | undefined {
  const refused = error instanceof Problem ? error.document.errors?.find(({ field }) => isOf(name, field)) : undefined;
  return refused && (label === undefined ? refusalWords(refused) : fieldWords(refused, label));
}

/** No answer came: the network or the service is away. */
export class Unreachable extends Error {}

export async function problemOf(answer: Response): Promise<Problem> {
  const after = Number(answer.headers.get('retry-after') ?? Number.NaN);
  const document = await answer.json().catch(() => undefined);
  const known: ProblemDocument = { status: answer.status, title: answer.statusText || `HTTP ${answer.status}`, code: 'unknown', ...(document as object) };
  return new Problem(known, Number.isFinite(after) ? after : undefined);
}
