/** A JSON schema, as OpenAPI 3.1 has them (draft 2020-12). */
export type Schema = { readonly [keyword: string]: unknown };
export type Schemas = Readonly<Record<string, Schema>>;

export const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same with every schema in it changed by `change`, innermost first. */
export function everySchema(value: unknown, change: (schema: Schema) => Schema): unknown {
  if (Array.isArray(value)) return value.map((item) => everySchema(item, change));
  if (!isSchema(value)) return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, everySchema(inner, change)])));
}

export const refTo = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
