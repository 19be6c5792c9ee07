// Real: the words themselves and the plural rules of the two languages.
import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

type Words = Readonly<Record<string, unknown>>;

const read = (language: string): Words => JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as Words;

/** `list.selected_one` → its text. */
const flat = (words: Words, before = ''): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(words).flatMap(([name, value]) =>
      typeof value === 'string' ? [[before + name, value] as const] : [...flat(value as Words, `${before}${name}.`)],
    ),
  );

const PLURAL = /_(one|many|other)$/; // list.selected_one
const BLANK = /\{\{(\w+)\}\}/g; // {{figure}}
const languages = { en: flat(read('en')), fr: flat(read('fr')) };
const stems = (words: ReadonlyMap<string, string>): string[] => [...new Set([...words.keys()].map((key) => key.replace(PLURAL, '')))].toSorted();

describe('the words', () => {
  it('say the same things in both languages', () => {
    expect(stems(languages.fr)).toEqual(stems(languages.en));
  });

  it.each(['en', 'fr'] as const)('have in %s each plural form that the language has', (language) => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    const words = languages[language];
    const counted = [...words.keys()].filter((key) => PLURAL.test(key)).map((key) => key.replace(PLURAL, ''));
    expect(counted.flatMap((stem) => forms.filter((form) => !words.has(`${stem}_${form}`)).map((form) => `${stem}_${form}`))).toEqual([]);
  });

  it('leave the same blanks to be filled', () => {
    const blanks = (text: string): string[] => [...text.matchAll(BLANK)].map(([, name = '']) => name).toSorted();
    for (const [key, text] of languages.fr) {
      const english = languages.en.get(key) ?? languages.en.get(key.replace(PLURAL, '_other'));
      expect([key, blanks(text)]).toEqual([key, blanks(english ?? '')]);
    }
  });
});
