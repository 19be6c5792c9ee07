import { Fenced } from './event-log.js';
import { isTransient } from './failures.js';

const error = (fields: object, message = 'failed'): Error => Object.assign(new Error(message), fields);

describe('failures of machinery', () => {
  it.each([
    '08006',
    '28P01',
    '3D000',
    '40001',
    '40P01',
    '53300',
    '55P03',
    '57014',
    '57P01',
    '57P03',
    '25P03',
    '58030',
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOSPC',
    'EIO',
  ])('have the code %s', (code) => {
    expect(isTransient(error({ code }))).toBe(true);
  });

  it.each([
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Query read timeout',
    'Client has encountered a connection error and is not queryable',
  ])('are what the driver says without a code: %s', (message) => {
    expect(isTransient(new Error(message))).toBe(true);
  });

  it('are seen in causes and in what several addresses answered', () => {
    expect(isTransient(new Error('could not load', { cause: error({ code: 'ECONNRESET' }) }))).toBe(true);
    expect(isTransient(new AggregateError([error({ code: 'ECONNREFUSED' }), error({ code: 'ECONNREFUSED' })]))).toBe(true);
    expect(isTransient(new AggregateError([error({ code: 'ECONNREFUSED' }), new Error('bad row')]))).toBe(false);
  });

  it('say so themselves, or are a service that is not there, a time-out, a producer that was replaced', () => {
    expect(isTransient(error({ transient: true }))).toBe(true);
    expect(isTransient(error({ name: 'ConnectError', code: 14 }))).toBe(true);
    expect(isTransient(AbortSignal.abort().reason)).toBe(true);
    expect(isTransient(new Fenced('replaced'))).toBe(true);
  });

  it.each([
    new TypeError('x is undefined'),
    error({ code: '23505' }),
    error({ code: '22P02' }),
    error({ code: '42P01' }),
    error({ name: 'ConnectError', code: 3 }),
    'text',
    undefined,
  ])('are not faults of the content: %p', (fault) => {
    expect(isTransient(fault)).toBe(false);
  });
});
