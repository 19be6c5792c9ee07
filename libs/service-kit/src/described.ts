import 'reflect-metadata';

/** Codes of refusals, by HTTP status: { 409: ['name_not_unique'] }. */
export type Refusals = Readonly<Partial<Record<number, readonly string[]>>>;

/** A JSON schema, for what no type of the code says. */
export type SchemaText = Readonly<Record<string, unknown>>;

/** What the OpenAPI document says of a route beyond what is read from its code (libs/openapi). */
export interface Description {
  /** Beyond those that follow from the route itself: token, role, body, If-Match, Idempotency-Key, an id in the path. */
  readonly refuses?: Refusals;
  /** A body that is accepted: JSON as the DTO has it, or the fields of the form. Every route that takes a body has one. */
  readonly example?: Readonly<Record<string, unknown>>;
  /** Fields of a multipart form, where the body is one. */
  readonly form?: Readonly<Record<string, SchemaText>>;
  /** Media types of the answer, where it is no JSON. */
  readonly answers?: readonly string[];
  /** Headers that every answer of success has. */
  readonly headers?: readonly ('ETag' | 'Location')[];
  /** Path parameters that are no ids. */
  readonly params?: Readonly<Record<string, SchemaText>>;
}

export interface DescribedRoute extends Description {
  readonly summary: string;
}

const DESCRIPTION = 'rf:description';
const REFUSALS = 'rf:refusals';

/** Describes a route in the OpenAPI document; every route has one: `@Described('Lists the resellers')`. */
export const Described =
  (summary: string, description: Description = {}): MethodDecorator =>
  (_target, _name, { value }: PropertyDescriptor) =>
    Reflect.defineMetadata(DESCRIPTION, { ...description, summary }, value as object);

/** What a guard, an interceptor or all routes of a controller refuse. */
export const Refuses =
  (refusals: Refusals): ClassDecorator =>
  (target) =>
    Reflect.defineMetadata(REFUSALS, refusals, target);

export const descriptionOf = (handler: object): DescribedRoute | undefined => Reflect.getMetadata(DESCRIPTION, handler) as DescribedRoute | undefined;

export const refusalsOf = (target: object): Refusals => (Reflect.getMetadata(REFUSALS, target) as Refusals | undefined) ?? {};
