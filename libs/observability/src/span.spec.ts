import { describe, expect, it } from '@jest/globals';
import { originsOf } from './batch.js';
import { beginWork, traced } from './span.js';
import { traceFields, traceparentOf, withTraceparent } from './trace.js';

const GIVEN = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const SAME_TRACE = '00-4bf92f3577b34da6a3ce929d0e0e4736-11f067aa0ba902b7-01';
const OTHER = '00-5bf92f3577b34da6a3ce929d0e0e4736-22f067aa0ba902b7-01';
const from = (traceparent?: string): { headers: Record<string, string> } => ({ headers: traceparent === undefined ? {} : { traceparent } });

describe('work without an SDK', () => {
  it('carries the trace on that its message brought, so that its logs and messages have it', async () => {
    await traced({ service: 'inventory', name: 'apply chunk', traceparent: GIVEN }, async () => {
      expect(traceparentOf()).toBe(GIVEN);
      expect(traceFields()).toEqual({ traceId: '4bf92f3577b34da6a3ce929d0e0e4736' });
    });
    expect(traceparentOf()).toBeUndefined();
  });

  it('goes before what is under way where it brought a trace, and goes on with it where it brought none', () =>
    withTraceparent(OTHER, async () => {
      expect(await traced({ service: 'files', name: 'send chunk', traceparent: GIVEN }, async () => traceparentOf())).toBe(GIVEN);
      expect(await traced({ service: 'files', name: 'send chunk', traceparent: null }, async () => traceparentOf())).toBe(OTHER);
    }));

  it('begins a trace where there is none', () => {
    const work = beginWork({ service: 'files', name: 'POST' });
    const seen = work.run(traceparentOf);
    expect(seen).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(work.run(traceparentOf)).toBe(seen);
    work.end();
  });

  it('throws on what was thrown', async () => {
    const failure = new Error('no database');
    await expect(traced({ service: 'files', name: 'scan' }, () => Promise.reject(failure))).rejects.toBe(failure);
  });
});

describe('a batch', () => {
  it('of one trace belongs to it and is linked to its other records', () => {
    expect(originsOf([from(GIVEN), from(GIVEN), from(SAME_TRACE), from(GIVEN)])).toEqual({ traceparent: GIVEN, links: [SAME_TRACE] });
  });

  it('of several traces belongs to none and is linked to all', () => {
    expect(originsOf([from(GIVEN), from(), from(OTHER)])).toEqual({ links: [GIVEN, OTHER] });
  });

  it('without any stands alone', () => {
    expect(originsOf([from(), from()])).toEqual({ links: [] });
  });

  it('of very many is linked to as many as a span keeps', () => {
    const many = Array.from({ length: 1_000 }, (_, index) => from(GIVEN.replace('00f067aa', index.toString(16).padStart(8, '0'))));
    const { traceparent, links } = originsOf(many);
    expect([traceparent, ...links]).toHaveLength(128);
  });
});
