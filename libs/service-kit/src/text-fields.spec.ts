import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { IsName, IsPlainText, IsText, MayBeLeftOut } from './text-fields.js';

class Body {
  @IsName()
  name: string = '';

  @MayBeLeftOut()
  @IsPlainText(3)
  code?: string;

  @MayBeLeftOut()
  @IsText(5)
  text?: string;
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
