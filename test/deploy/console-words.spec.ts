// Real: the console's words, the OpenAPI document of all services, and the sources of whoever says the sentences.
import { describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const WORDS = 'services/console/src/words';
const SPEAKERS = [
  'libs/import-rows',
  'libs/kernel',
  'libs/service-kit',
  'libs/spreadsheets',
  'libs/templates',
  'services/device-control',
  'services/directory',
  'services/files',
  'services/inventory',
  'services/profiles',
];
const BLANK = /\{\{\w+\}\}/g; // {{name}}
const EDGES = /^[\s".,;:()]+|[\s".,;:()]+$/g; // they may come from another part of the sentence

const text = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
const read = (path: string): unknown => JSON.parse(text(path));
const refusals = Object.keys(read(`${WORDS}/refusals.fr.json`) as object);
const sentences = read(`${WORDS}/sentences.fr.json`) as Readonly<Record<string, Readonly<Record<string, string>>>>;

const sourcesOf = (project: string): string =>
  readdirSync(join(ROOT, project, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
    .map((name) => text(join(project, 'src', name)))
    .join('\n');

describe('the console', () => {
  it('has French words for every refusal that a service declares', () => {
    const document = read('deploy/openapi/ringfleet.json') as { readonly components: { readonly responses: object } };
    const declared = Object.keys(document.components.responses).flatMap((name) => name.replace(/^\d+\./, '').split('-')); // '409.in_use-being_deleted'
    expect(declared.length).toBeGreaterThan(100);
    expect(declared.filter((code) => !refusals.includes(code))).toEqual([]);
  });

  it('has French words for every reason of a rejected row, and for every file that cannot be read (IMP-07, IMP-14)', () => {
    const { reason } = read(`${WORDS}/en.json`) as { readonly reason: object };
    const [, type = ''] = text('libs/spreadsheets/src/bad-spreadsheet.ts').split(/export type BadSpreadsheetCode =|;/);
    const codes = [...type.matchAll(/'(\w+)'/g)].map(([, code = '']) => code);
    expect(codes).toContain('empty_file');
    expect([...Object.keys(reason), ...codes, ...Object.keys(sentences)].filter((code) => !refusals.includes(code))).toEqual([]);
  });

  it('has French words for every text that is asked for in one way, where no regular expression is shown', () => {
    const names = SPEAKERS.flatMap((project) => [...sourcesOf(project).matchAll(/\b(?:IsWrittenAs|rule)\(\s*'(\w+)'/g)].map(([, name = '']) => name)); // rule('outerBlanks'
    expect(names).toEqual(expect.arrayContaining(['badVariableName', 'outerBlanks']));
    const codes = names.map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)); // 'badName' → 'bad_name'
    expect(codes.filter((code) => !refusals.includes(code))).toEqual([]);
    expect(SPEAKERS.filter((project) => /@Matches\(|\bMatches\(/.test(sourcesOf(project)))).toEqual([]);
  });

  it('says in French sentences that services still say, with blanks that they fill', () => {
    const libraries = ['liquidjs/dist/liquid.node.mjs', 'class-validator/cjs/decorator/string/MaxLength.js'].map((file) => text(`node_modules/${file}`));
    const said = [...SPEAKERS.map(sourcesOf), ...libraries].join('\n').replaceAll("\\'", "'");
    const pairs = Object.values(sentences).flatMap((each) => Object.entries(each));
    const pieces = pairs.flatMap(([english]) => english.split(BLANK));
    expect(pieces.filter((piece) => !isSaid(piece, said))).toEqual([]);
    const unfilled = pairs.filter(([english, french]) => (french.match(BLANK) ?? []).some((blank) => !english.includes(blank)));
    expect(unfilled).toEqual([]);
  });
});

/** As a whole, or in parts of two words or more that a service puts together. */
function isSaid(piece: string, said: string): boolean {
  const words = piece.replaceAll(EDGES, '');
  if (said.includes(words)) return true;
  const splits = [...words.matchAll(/ /g)].map(({ index }) => [words.slice(0, index), words.slice(index + 1)] as const);
  return splits.some(([first, rest]) => first.includes(' ') && rest.includes(' ') && said.includes(first.replaceAll(EDGES, '')) && isSaid(rest, said));
}
