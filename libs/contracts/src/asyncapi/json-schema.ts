import { type DescEnum, type DescField, type DescMessage, ScalarType } from '@bufbuild/protobuf';
import { getComments } from '@bufbuild/protoplugin';

/** A JSON schema, as far as messages need one. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const TIMESTAMP = 'google.protobuf.Timestamp';

// As protobuf's own JSON writes them: https://protobuf.dev/programming-guides/json/
const SCALARS: ReadonlyMap<ScalarType, JsonSchema> = new Map<ScalarType, JsonSchema>([
  [ScalarType.STRING, { type: 'string' }],
  [ScalarType.BOOL, { type: 'boolean' }],
  [ScalarType.INT32, { type: 'integer', format: 'int32' }],
  [ScalarType.UINT32, { type: 'integer', format: 'uint32' }],
  [ScalarType.INT64, { type: 'string', format: 'int64' }],
  [ScalarType.BYTES, { type: 'string', contentEncoding: 'base64' }],
  [ScalarType.DOUBLE, { type: 'number', format: 'double' }],
]);

/** The schema of a message and of every message and enum that it reaches, by their names in the contract. */
export function schemasOf(message: DescMessage, known = new Map<string, JsonSchema>()): Map<string, JsonSchema> {
  if (known.has(message.typeName)) return known;
  known.set(message.typeName, messageSchema(message));
  for (const field of message.fields) {
    if (field.message && field.message.typeName !== TIMESTAMP) schemasOf(field.message, known);
    if (field.enum) known.set(field.enum.typeName, enumSchema(field.enum));
  }
  return known;
}

/** The comment of a message, field or value, on one line. */
export const commentOf = (described: Parameters<typeof getComments>[0]): string =>
  (getComments(described).leading ?? '')
    .split('\n')
    .map((line) => line.trim())
    .join(' ')
    .trim();

const messageSchema = (message: DescMessage): JsonSchema => ({
  type: 'object',
  description: commentOf(message),
  'x-protobuf': { message: message.typeName, file: `proto/${message.file.name}.proto` },
  properties: Object.fromEntries(message.fields.map((field) => [field.jsonName, fieldSchema(field)])),
});

function fieldSchema(field: DescField): JsonSchema {
  const one = valueSchema(field);
  const described = {
    description: [commentOf(field), ...(field.oneof ? [`One of ${field.oneof.name}: ${commentOf(field.oneof)}`] : [])].join(' '),
    'x-protobuf': { field: field.name, number: field.number },
  };
  // Beside a $ref nothing else counts.
  if (field.fieldKind === 'list') return { ...described, type: 'array', items: one };
  return '$ref' in one ? { ...described, allOf: [one] } : { ...described, ...one };
}

function valueSchema(field: DescField): JsonSchema {
  if (field.message) return field.message.typeName === TIMESTAMP ? { type: 'string', format: 'date-time' } : reference(field.message.typeName);
  if (field.enum) return reference(field.enum.typeName);
  const schema = field.scalar === undefined ? undefined : SCALARS.get(field.scalar);
  if (!schema) throw new Error(`${field.parent.typeName}.${field.name} is of a type that json-schema.ts does not know yet; add it there.`);
  return schema;
}

const enumSchema = (described: DescEnum): JsonSchema => ({
  type: 'string',
  description: [commentOf(described), ...described.values.map((value) => `${value.name} (${value.number}): ${commentOf(value)}`)].join('\n'),
  enum: described.values.map(({ name }) => name),
});

export const reference = (typeName: string): JsonSchema => ({ $ref: `#/components/schemas/${typeName}` });
