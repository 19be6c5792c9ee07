// Every template of every starter, rendered in the real threads with what people could write into names, numbers and passwords; read by a real XML parser, or line by line.
import { TemplateRenderer } from '@ringfleet/templates';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { contextOf, type PhoneFacts } from '../rendering/context.js';
import type { FileTemplate } from '../versions/file-template.js';
import type { Param } from '../versions/layers.js';
import { STARTERS } from './starters.js';
import { STARTER_VARIABLES } from './vendor-starter.js';

const BENIGN = 'Front desk';
const PORTS = 2;
const HOSTILE = [
  'Zoë\r\naccount.1.admin = 1',
  'a\nb',
  'a\rb',
  '</value></settings><admin>1</admin>',
  '"/><admin a="1',
  "' onload='x",
  ']]><admin/>',
  '<!--',
  '--><x/>',
  '&#10;admin=1',
  '%0aadmin=1',
  '=cmd|/C calc',
  '" ADMIN="1',
  '\\" ADMIN=\\"1',
  'a\0b',
  '\ud800 half',
  'half \udc00',
  '\u202Etxet',
  'a\u2028admin=1',
  'a\u0085admin=1',
  '{{ device.httpPassword }}{% raw %}',
  'ü'.repeat(10_000),
];

const templates = STARTERS.flatMap(({ vendor, templates: files }) => files.map((template) => ({ vendor, template })));
const renderer = new TemplateRenderer();
afterAll(() => renderer.close());

/** A phone of which every text, or the one of that name alone, is hostile. */
async function rendered({ format, text }: FileTemplate, textOf: (field: string) => string): Promise<string | undefined> {
  const line = (port: number): PhoneFacts['lines'][number] => ({
    port,
    number: textOf('number'),
    extension: textOf('extension'),
    displayName: textOf('displayName'),
    sipUsername: textOf('sipUsername'),
    sipPassword: textOf('sipPassword'),
  });
  const device = {
    name: textOf('name'),
    description: textOf('description'),
    mac: '001565aabbcc',
    httpUsername: textOf('httpUsername'),
    httpPassword: textOf('httpPassword'),
    secret: textOf('secret'),
  };
  const phone = { device, model: { vendor: 'Vendor', name: textOf('model'), ports: PORTS }, lines: [line(0), line(1)], url: 'https://phones.example.net/p/0/' };
  const params = new Map(STARTER_VARIABLES.map((variable): [string, Param] => [variable.name, { variable, value: valueOf(variable, textOf), layer: LAYER }]));
  const made = await renderer.render('test', { format, text, context: contextOf(phone, { params }, () => '') });
  if ('text' in made) return made.text;
  expect(['bad_data', 'output_limit']).toContain(made.refusal.code);
  expect(made.refusal.message).not.toContain('admin');
  return undefined;
}

const LAYER: Param['layer'] = { profileId: 'p', name: 'Profile', number: 1, content: { variables: [], values: {}, templates: [] } };
const valueOf = ({ name, type, default: standard }: Param['variable'], textOf: (field: string) => string): Param['value'] =>
  type === 'string' || type === 'secret' ? textOf(name) : standard;

/** What there is in a file beside its values. */
function structureOf({ format }: FileTemplate, text: string): readonly string[] {
  if (format === 'xml') return elementsOf(text);
  return text.split(/\r\n|[\r\n\v\f\u0085\u2028\u2029]/).map((line) => {
    const at = line.search(/[=:]/);
    const [key, value] = [line.slice(0, at + 1), line.slice(at + 1)];
    return format === 'quoted' ? `${key}${/^"[^"\\]*"$/u.test(value) ? 'quoted' : value}` : at < 0 ? line : key;
  });
}

function elementsOf(text: string): readonly string[] {
  const found: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => found.push(`<${name} ${Object.keys(attributes).join(' ')}`));
  parser.on('closetag', ({ name }) => found.push(`</${name}`));
  parser.on('comment', () => found.push('comment'));
  parser.on('cdata', () => found.push('cdata'));
  parser.on('processinginstruction', () => found.push('instruction'));
  parser.write(text).close();
  return found;
}

const FIELDS = [
  'number',
  'extension',
  'displayName',
  'sipUsername',
  'sipPassword',
  'name',
  'description',
  'model',
  'sip_server',
  'ntp_server',
  'admin_password',
];

describe('hostile data (PRV-02)', () => {
  it.each(templates)('adds no line and no element to $template.file of $vendor, wherever it stands', async ({ template }) => {
    const benign = structureOf(template, (await rendered(template, () => BENIGN)) ?? '');
    expect(benign.length).toBeGreaterThan(1);
    for (const hostile of HOSTILE) {
      for (const field of FIELDS) {
        const text = await rendered(template, (each) => (each === field ? hostile : BENIGN));
        if (text !== undefined) expect([field, hostile, structureOf(template, text)]).toEqual([field, hostile, benign]);
      }
    }
  });

  it('of any kind leaves every file as it is built, or is refused', async () => {
    const anything = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), fc.constantFrom(...HOSTILE));
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...templates), anything, async ({ template }, hostile) => {
        const benign = structureOf(template, (await rendered(template, () => BENIGN)) ?? '');
        const text = await rendered(template, () => hostile);
        if (text !== undefined) expect(structureOf(template, text)).toEqual(benign);
      }),
      { numRuns: 300, seed: 9 },
    );
  });

  it('is written, and not refused, where the format has a way to', async () => {
    for (const { template } of templates) {
      const written = await rendered(template, () => `Zoë O'Neil & <Sons>; #1 =1+1 [x]`);
      expect([template.file, written === undefined]).toEqual([template.file, false]);
    }
  });
});
