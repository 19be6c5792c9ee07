import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsName, IsPlainText, IsSecret, IsText, IsWrittenAs, MayBeLeftOut } from './text-fields.js';

class Body {
  @IsName()
  name: string = '';

  @MayBeLeftOut()
  @IsPlainText(3)
  code?: string;

  @MayBeLeftOut()
  @IsText(5)
  text?: string;

  @MayBeLeftOut()
  @IsSecret(9)
  secret?: string;

  @MayBeLeftOut()
  @IsWrittenAs('badColour', /^#[0-9a-f]{6}$/, 'colours such as #00a0ff', { each: true })
  colours?: string[];
}

const codes = (body: object): string[] =>
  validateSync(plainToInstance(Body, body)).flatMap(({ property, constraints }) => Object.keys(constraints ?? {}).map((rule) => `${property} ${rule}`));

describe('a name in a request', () => {
  it('is trimmed, no-break blanks too (INV-02)', () => {
    expect(plainToInstance(Body, { name: '\u00a0 Quay Hotel ' }).name).toBe('Quay Hotel');
  });

  it('has 1 to 64 code points, none of them control characters (INV-02)', () => {
    expect(codes({ name: '😀'.repeat(64) })).toEqual([]);
    expect(codes({ name: '😀'.repeat(65) })).toEqual(['name valueTooLong']);
    expect(codes({ name: '  ' })).toEqual(['name missingValue']);
    expect(codes({ name: 'a\tb' })).toEqual(['name badName']);
    expect(codes({ name: '\ud800' })).toEqual(['name badName']);
    expect(codes({ name: 7 })).toEqual(['name isString']);
  });
});

describe('a text that may be left out', () => {
  it('is no error when it is, and one when it is null or too long', () => {
    expect(codes({ name: 'a' })).toEqual([]);
    expect(codes({ name: 'a', code: null })).toEqual(['code isString']);
    expect(codes({ name: 'a', code: 'four' })).toEqual(['code valueTooLong']);
  });
});

describe('a text of several lines', () => {
  it('is trimmed as a cell of a file is (IMP-05a)', () => {
    expect(plainToInstance(Body, { name: 'a', text: '\u00a0 b\nc \n' }).text).toBe('b\nc');
  });

  it('is refused where half a character would be kept as another', () => {
    expect(codes({ name: 'a', text: 'b\nc' })).toEqual([]);
    expect(codes({ name: 'a', text: 'b\ud800' })).toEqual(['text badText']);
    expect(codes({ name: 'a', text: 'longer' })).toEqual(['text maxLength']);
  });
});

describe('a secret', () => {
  it.each(['s e\u00a0c', '', 'a', '😀'])('is kept to the letter: %j (PRV-03)', (secret) => {
    expect([codes({ name: 'a', secret }), plainToInstance(Body, { name: 'a', secret }).secret]).toEqual([[], secret]);
  });

  it.each([' a', 'a ', 'a\n', '\u00a0a', 'a\u200b', ' '])(
    'is refused with outer blanks, which nobody would see and a phone not send: %j (PRV-03)',
    (secret) => {
      expect(codes({ name: 'a', secret })).toEqual(['secret outerBlanks']);
    },
  );

  it('is refused where half a character would be kept as another, or it is too long', () => {
    expect(codes({ name: 'a', secret: 'b\ud800' })).toEqual(['secret badText']);
    expect(codes({ name: 'a', secret: 'much longer' })).toEqual(['secret maxLength']);
  });
});

describe('a text that is written in one way', () => {
  it('is refused in words and under a code of its own', () => {
    expect(codes({ name: 'a', colours: ['#00a0ff'] })).toEqual([]);
    const [error] = validateSync(plainToInstance(Body, { name: 'a', colours: ['#00a0ff', 'blue'] }));
    expect(error?.constraints).toEqual({ badColour: 'colours takes colours such as #00a0ff' });
  });
});
