import type { ReportLimits } from '../settings.js';

/** A question for a report; two of the same text ask the same of the same customer. */
export interface ReportQuestion {
  readonly session: string;
  readonly customerId: string;
  readonly question: string;
  /** What the provider may see, its tenants may not always (INV-05). */
  readonly seenAs: 'provider' | 'tenant';
}

/** A report that was asked for and still counts: it waits, is being made, or began so short a while ago that the next has to keep its distance. */
export interface OpenReport extends ReportQuestion {
  readonly id: string;
  readonly state: 'waiting' | 'making' | 'made';
  /** The report whose file it waits for. */
  readonly follows: string | null;
  readonly startedAt: Date | null;
  /** Of one that is made. */
  readonly isSameForAll: boolean | null;
}

/** What becomes of a question (EXP-05). */
export type Turn =
  | { readonly kind: 'make' }
  | { readonly kind: 'wait' }
  /** Somebody else has asked the same: its file will do, once it is made. */
  | { readonly kind: 'follow'; readonly id: string }
  | { readonly kind: 'take'; readonly id: string }
  | { readonly kind: 'refuse'; readonly code: 'report_under_way' | 'too_many_reports'; readonly retryAfterSeconds: number };

const PER_SESSION_OR_CUSTOMER = 2; // one that is made, and one that waits for it

/** Of a question that was not asked before; `open` in the order in which they asked. */
export function decideTurn(open: readonly OpenReport[], asked: ReportQuestion, limits: ReportLimits, now: Date): Turn {
  const ofSession = open.filter(({ session }) => session === asked.session);
  const shared = ofSession.length === 0 ? open.find((other) => isForBoth(other, asked)) : undefined;
  if (shared) return { kind: shared.state === 'made' ? 'take' : 'follow', id: shared.id };
  const ofCustomer = open.filter((other) => other.follows === null && other.customerId === asked.customerId);
  for (const group of [ofSession, ofCustomer]) {
    if (group.length >= PER_SESSION_OR_CUSTOMER) return { kind: 'refuse', code: 'report_under_way', retryAfterSeconds: soonest(group, limits, now) };
  }
  if (mayBegin(open, asked, limits)) return { kind: 'make' };
  if (open.filter(isInQueue).length < limits.waiting) return { kind: 'wait' };
  return { kind: 'refuse', code: 'too_many_reports', retryAfterSeconds: limits.apartSeconds };
}

/** Of one that waits: to make it, to take what it waited for, or to wait on. What it followed may be gone: then it waits for a turn of its own. */
export function decideWaiting(open: readonly OpenReport[], waiting: OpenReport, limits: ReportLimits): Exclude<Turn, { kind: 'refuse' }> {
  const followed = open.find(({ id }) => id === waiting.follows);
  if (followed && isForBoth(followed, waiting)) return { kind: followed.state === 'made' ? 'take' : 'follow', id: followed.id };
  const before = open.slice(
    0,
    open.findIndex(({ id }) => id === waiting.id),
  );
  return { kind: mayBegin(before, waiting, limits, open) ? 'make' : 'wait' };
}

/** It keeps its distance from those of its session and customer that asked before, and leaves the places to those that could begin and asked before. */
function mayBegin(before: readonly OpenReport[], asked: ReportQuestion, limits: ReportLimits, open = before): boolean {
  if (!isClear(before, asked)) return false;
  const free = limits.atOnce - open.filter(({ state }) => state === 'making').length;
  const ahead = before.filter((other, index) => isInQueue(other) && isClear(before.slice(0, index), other));
  return ahead.length < free;
}

const isClear = (before: readonly OpenReport[], { session, customerId }: ReportQuestion): boolean =>
  !before.some((other) => other.session === session || (other.follows === null && other.customerId === customerId));

const isInQueue = ({ state, follows }: OpenReport): boolean => state === 'waiting' && follows === null;

/** Another's answer to the same question, that holds for both as far as is known yet. */
const isForBoth = (other: OpenReport, asked: ReportQuestion): boolean =>
  other.follows === null &&
  other.session !== asked.session &&
  other.question === asked.question &&
  (other.isSameForAll !== false || other.seenAs === asked.seenAs);

/** When the first of them no longer counts, as far as can be told. */
function soonest(group: readonly OpenReport[], { apartSeconds }: ReportLimits, now: Date): number {
  const ends = group.map(({ startedAt }) => (startedAt ? startedAt.getTime() : now.getTime()) + apartSeconds * 1_000);
  return Math.max(1, Math.ceil((Math.min(...ends) - now.getTime()) / 1_000));
}
