// Real: proto/ read by buf, the topic table, the committed document, and the JSON schema that AsyncAPI publishes.
import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { topics } from '../topics.js';
import { asyncApiFile, asyncApiText } from './asyncapi-text.js';

const ROOT = join(import.meta.dirname, '../../../..');
const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

interface Document {
  readonly channels: Readonly<Record<string, { readonly messages: Readonly<Record<string, object>>; readonly tags: readonly { readonly name: string }[] }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, { readonly description: string }>>;
}

const committed = readFileSync(join(ROOT, asyncApiFile), 'utf8');
const document = parse(committed) as Document;

describe('the AsyncAPI document', () => {
  it('is what proto/ and the topic table say today; if not: npm run asyncapi', () => {
    expect(asyncApiText(ROOT, version)).toBe(committed);
  });

  it('is an AsyncAPI 3.0 document', () => {
    const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(specs.schemasWithoutId['3.0.0']);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
  });

  it('has every topic with its message and says which are internal', () => {
    expect(Object.entries(document.channels).map(([name, { messages, tags }]) => [name, Object.keys(messages), tags.map((tag) => tag.name)])).toEqual(
      Object.values(topics).map(({ name, schema, audience }) => [name, [schema.name], [audience]]),
    );
  });

  it('describes every message and every field of it (EVT-02)', () => {
    const silent = Object.entries(document.components.schemas).flatMap(([name, { description, properties = {} }]) => [
      ...(description === '' ? [name] : []),
      ...Object.entries(properties).flatMap(([field, schema]) => (schema.description.length < 3 ? [`${name}.${field}`] : [])),
    ]);
    expect(silent).toEqual([]);
  });

  it('refers to nothing that is not in it', () => {
    const references = [...committed.matchAll(/\$ref: "?(#\/[^"\n]+)"?/g)].map(([, path = '']) => path); // $ref: "#/components/schemas/x"
    const at = (path: string): unknown =>
      path
        .slice(2)
        .split('/')
        .reduce<unknown>((part, name) => (part as Record<string, unknown> | undefined)?.[name], document);
    expect(references.length).toBeGreaterThan(20);
    expect(references.filter((path) => at(path) === undefined)).toEqual([]);
  });
});
