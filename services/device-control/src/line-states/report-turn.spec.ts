import { describe, expect, it } from '@jest/globals';
import { decideTurn, decideWaiting, type OpenReport, type ReportQuestion } from './report-turn.js';

const LIMITS = { atOnce: 3, waiting: 10, waitSeconds: 60, apartSeconds: 5, makeSeconds: 120 };
const NOW = new Date('2026-11-22T10:00:00Z');
const secondsAgo = (seconds: number): Date => new Date(NOW.getTime() - seconds * 1_000);

const asked = (session: string, customerId: string, over: Partial<ReportQuestion> = {}): ReportQuestion => ({
  session,
  customerId,
  question: `all of ${customerId}`,
  seenAs: 'tenant',
  ...over,
});
const open = (session: string, customerId: string, over: Partial<OpenReport> = {}): OpenReport => ({
  ...asked(session, customerId),
  id: `${session}/${customerId}`,
  state: 'waiting',
  follows: null,
  startedAt: null,
  isSameForAll: null,
  ...over,
});
const making = (session: string, customerId: string, over: Partial<OpenReport> = {}): OpenReport =>
  open(session, customerId, { state: 'making', startedAt: secondsAgo(1), ...over });
const turnOf = (before: readonly OpenReport[], one: ReportQuestion) => decideTurn(before, one, LIMITS, NOW);

describe('the turn of a report (EXP-05)', () => {
  it('comes at once for three, later for ten more, and not for who comes then', () => {
    const three = ['a', 'b', 'c'].map((name) => making(name, name));
    const ten = Array.from({ length: 10 }, (_, index) => open(`w${index}`, `w${index}`));
    expect(turnOf(three.slice(0, 2), asked('c', 'c'))).toEqual({ kind: 'make' });
    expect(turnOf([...three, ...ten.slice(0, 9)], asked('x', 'x'))).toEqual({ kind: 'wait' });
    expect(turnOf([...three, ...ten], asked('x', 'x'))).toEqual({ kind: 'refuse', code: 'too_many_reports', retryAfterSeconds: 5 });
  });

  it('of a session or a customer comes one at a time, and a third is told when to ask again', () => {
    const first = making('a', 'one');
    for (const second of [asked('a', 'two'), asked('b', 'one', { question: 'another' })]) expect(turnOf([first], second)).toEqual({ kind: 'wait' });
    const two = [first, open('a', 'two')];
    expect(turnOf(two, asked('a', 'three'))).toEqual({ kind: 'refuse', code: 'report_under_way', retryAfterSeconds: 4 });
    expect(turnOf(two, asked('b', 'three'))).toEqual({ kind: 'make' });
  });

  it('is not taken from who asked before and may begin, but from who may not begin yet', () => {
    const two = [making('a', 'a'), making('b', 'b')];
    expect(turnOf([...two, open('c', 'c')], asked('x', 'x'))).toEqual({ kind: 'wait' });
    expect(turnOf([...two, open('a', 'c')], asked('x', 'x'))).toEqual({ kind: 'make' });
  });

  it('is that of another user who asked the same, and none of its own user’s', () => {
    const first = making('a', 'one', { id: 'first' });
    expect(turnOf([first], asked('b', 'one'))).toEqual({ kind: 'follow', id: 'first' });
    expect(turnOf([{ ...first, state: 'made', isSameForAll: true }], asked('b', 'one'))).toEqual({ kind: 'take', id: 'first' });
    expect(turnOf([first], asked('a', 'one'))).toEqual({ kind: 'wait' });
  });

  it('is not that of one who was told what others may not know (INV-05)', () => {
    const made = making('a', 'one', { id: 'first', state: 'made', seenAs: 'provider', isSameForAll: false });
    expect(turnOf([made], asked('b', 'one'))).toEqual({ kind: 'wait' });
    expect(turnOf([made], asked('b', 'one', { seenAs: 'provider' }))).toEqual({ kind: 'take', id: 'first' });
    const follower = open('b', 'one', { follows: 'first' });
    expect(decideWaiting([made, follower], follower, LIMITS)).toEqual({ kind: 'wait' });
  });

  it('is its own where what it followed has failed', () => {
    const follower = open('b', 'one', { follows: 'gone' });
    expect(decideWaiting([follower], follower, LIMITS)).toEqual({ kind: 'make' });
  });
});
