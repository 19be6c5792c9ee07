import { count, counted, duration, size, stem, table } from './words.js';

describe('words for an operator', () => {
  it('group thousands', () => {
    expect([count(0), count(50_000), counted(1, 'row'), counted(2, 'row')]).toEqual(['0', '50,000', '1 row', '2 rows']);
  });

  it.each([
    [0.42, '0.4 s'],
    [3, '3 s'],
    [12.4, '12 s'],
    [59.6, '1 min 0 s'],
    [75, '1 min 15 s'],
    [7_260, '2 h 1 min'],
  ])('say %d seconds as %s', (seconds, words) => expect(duration(seconds)).toBe(words));

  it.each([
    [0, '0 B'],
    [1_023, '1023 B'],
    [2_411_724, '2.3 MiB'],
    [5 * 1_024 ** 4, '5120.0 GiB'],
  ])('say %d bytes as %s', (bytes, words) => expect(size(bytes)).toBe(words));

  it('stand under each other, numbers at the right', () => {
    expect(
      table([
        ['name_not_unique', '3', 'row 7'],
        ['bad_mac', '1,204', 'row 12'],
      ]),
    ).toEqual(['name_not_unique      3  row 7', 'bad_mac          1,204  row 12']);
    expect(table([])).toEqual([]);
  });

  it.each([
    ['/data/phones.csv', 'phones'],
    ['phones.errors.csv', 'phones'],
    ['phones.errors-2.xlsx', 'phones'],
    ['phones.errors.old.csv', 'phones.errors.old'],
    ['.errors.csv', 'import'],
    ['phones', 'phones'],
  ])('name the error list of %s after %s', (file, name) => expect(stem(file)).toBe(name));
});
