import type { Type } from '@nestjs/common';
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { plainToInstance } from 'class-transformer';
import { validateSync, ValidationTypes } from 'class-validator';
import { targetConstructorToSchema } from 'class-validator-jsonschema';
import { isSchema, refTo, type Schema, type Schemas } from './schema.js';

/** What a DTO class accepts. */
export interface RequestSchema {
  readonly properties: Schemas;
  readonly required: readonly string[];
  /** Classes of the objects in it, which the properties refer to. */
  readonly nested: readonly Type[];
}

export interface RequestReading {
  readonly isQuery: boolean;
  readonly commentOf: (property: string) => string | undefined;
}

interface OwnRule {
  readonly target: string | ((...args: never[]) => unknown) | object;
  readonly propertyName: string;
  readonly constraints?: readonly unknown[];
}

// A rule made by ValidateBy says in its first constraint what it is as a JSON schema.
const CONVERTERS = {
  [ValidationTypes.CUSTOM_VALIDATION]: ({ constraints }: OwnRule) => (isSchema(constraints?.[0]) ? constraints[0] : {}),
  // Of `IsMoment`, which takes no other form of ISO 8601.
  isIso8601: { type: 'string' as const, anyOf: [{ format: 'date' }, { format: 'date-time' }] },
};

/** From the rules of class-validator; what may be missing or null is asked of the rules themselves. In a query nothing is null. */
export function requestSchemaOf(dto: Type, { isQuery, commentOf }: RequestReading): RequestSchema {
  const nested = new Set<Type>();
  const nestedValidation = ({ target, propertyName }: OwnRule): Schema => {
    const inner = nestedClassOf(target as Type, propertyName);
    nested.add(inner);
    return refTo(inner.name);
  };
  const additionalConverters = { ...CONVERTERS, [ValidationTypes.NESTED_VALIDATION]: nestedValidation };
  const { properties = {} } = targetConstructorToSchema(dto, { classTransformerMetadataStorage: defaultMetadataStorage, additionalConverters });
  const missing = faultsOf(dto, {});
  const empty = plainToInstance(dto, {}) as Record<string, unknown>;
  const described = Object.entries(properties as Schemas).map(([name, schema]): [string, Schema] => {
    const required = missing.has(name);
    const preset = empty[name];
    const description = commentOf(name);
    return [
      name,
      {
        ...(description !== undefined && { description }),
        ...(isQuery || faultsOf(dto, { [name]: null }).has(name) ? schema : orNull(schema)),
        ...(!required && preset !== undefined && preset !== null && { default: preset }),
      },
    ];
  });
  const required = described.map(([name]) => name).filter((name) => missing.has(name));
  return { properties: Object.fromEntries(described), required, nested: [...nested] };
}

/** What `@Type(() => Inner)` says. */
function nestedClassOf(dto: Type, property: string): Type {
  const inner = defaultMetadataStorage.findTypeMetadata(dto, property)?.typeFunction() as Type | undefined;
  if (!inner) throw new Error(`${dto.name}.${property} holds objects: say of which class with @Type.`);
  return inner;
}

/** Which properties of a body are refused. */
export function faultsOf(dto: Type, body: object): Set<string> {
  const found = validateSync(plainToInstance(dto, body) as object, { whitelist: true, forbidNonWhitelisted: true });
  return new Set(found.map(({ property }) => property));
}

function orNull(schema: Schema): Schema {
  const { type, enum: values } = schema;
  if (typeof type !== 'string') return { anyOf: [schema, { type: 'null' }] };
  return { ...schema, type: [type, 'null'], ...(Array.isArray(values) && { enum: [...(values as unknown[]), null] }) };
}
