// Real: what is kept of a draft when somebody else saved first.
import { describe, expect, it } from '@jest/globals';
import { changesOf, type Content, differing, rebased, withKeptSecrets, withoutSecrets } from './content.js';

const variable = (name: string, type: 'string' | 'secret' = 'string') => ({
  name,
  type,
  label: null,
  default: null,
  min: null,
  max: null,
  maxLength: null,
  choices: [],
});
const template = (file: string, text: string) => ({ file, text, format: 'text' as const, modelIds: [] });
const content = (over: Partial<Content> = {}): Content => ({
  note: '',
  variables: [variable('ntp')],
  values: {},
  templates: [template('a.cfg', 'a')],
  ...over,
});

describe('the content of a draft', () => {
  it('is the same in whatever order the service answers its fields', () => {
    expect(changesOf(content({ values: { a: 1, b: 2 } }), content({ values: { b: 2, a: 1 } }))).toEqual({});
    expect(changesOf(content({ note: 'Now' }), content())).toEqual({ note: 'Now' });
  });

  it('keeps what one typed, and takes what somebody else saved elsewhere', () => {
    const mine = content({ values: { ntp: 'mine' }, templates: [template('a.cfg', 'a'), template('b.cfg', 'mine')] });
    const theirs = content({ note: 'Theirs', values: { ntp: 'theirs', sip: 'theirs' }, templates: [template('a.cfg', 'theirs')] });
    expect(rebased(mine, content(), theirs)).toEqual(
      content({ note: 'Theirs', values: { ntp: 'mine', sip: 'theirs' }, templates: [template('a.cfg', 'theirs'), template('b.cfg', 'mine')] }),
    );
  });

  it('does not bring back what one took away, nor what they did', () => {
    const before = content({ values: { ntp: 'x', sip: 'y' } });
    expect(rebased(content({ values: { sip: 'y' } }), before, content({ values: { ntp: 'x' } })).values).toEqual({});
  });

  it('says by name what differs', () => {
    expect(differing(content(), content({ note: 'x', values: { ntp: 'x' }, templates: [] }))).toEqual([
      { part: 'note', name: '' },
      { part: 'value', name: 'ntp' },
      { part: 'template', name: 'a.cfg' },
    ]);
  });

  it('lies in the storage of the browser without what was typed of secrets', () => {
    const typed = content({ variables: [variable('pin', 'secret'), variable('ntp')], values: { pin: '1234', above: 'x', ntp: 'time' } });
    expect(withoutSecrets(typed, content({ values: { pin: { secret: true } } }), ['above']).values).toEqual({ pin: { secret: true }, ntp: 'time' });
  });

  it('does not send a secret twice, unless another was typed meanwhile', () => {
    const sent = content({ values: { pin: '1', code: '2' } });
    const saved = content({ values: { pin: { secret: true }, code: { secret: true } } });
    expect(withKeptSecrets(content({ values: { pin: '1', code: '22' } }), sent, saved).values).toEqual({ pin: { secret: true }, code: '22' });
  });
});
