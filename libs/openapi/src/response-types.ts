import { createFormatter, createParser, DEFAULT_CONFIG, SchemaGenerator } from 'ts-json-schema-generator';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { everySchema, refTo, type Schema, type Schemas } from './schema.js';

/** What a method of a controller resolves to. */
export interface Answer {
  /** undefined: nothing, or nothing that its type tells. */
  readonly schema: Schema | undefined;
  /** What the schema refers to. */
  readonly components: Schemas;
}

interface Definitions {
  readonly $ref?: string;
  readonly definitions?: Schemas;
}

interface ClassName {
  /** 'services/files' */
  readonly project: string;
  readonly name: string;
}

const PROJECT = /\/((?:services|libs)\/[^/]+)\/src\//; // '/services/files/src/'
const CONFIG = { ...DEFAULT_CONFIG, expose: 'all', jsDoc: 'extended', skipTypeCheck: true, encodeRefs: false, sortProps: false } as const;
const NOTHING = [ts.SyntaxKind.VoidKeyword, ts.SyntaxKind.UnknownKeyword, ts.SyntaxKind.UndefinedKeyword];

/** Reads from the sources what TypeScript knows and the running program does not: types of answers, comments. Classes are told by their project and name. */
export class ResponseTypes {
  private readonly classes = new Map<string, ts.ClassDeclaration>();
  private readonly generator: SchemaGenerator;

  /** @param root of the checkout @param sources a pattern of the files with controllers and DTOs */
  constructor(root: string, sources: string) {
    const rootNames = globSync(join(root, sources));
    const { config } = ts.readConfigFile(join(root, 'tsconfig.base.json'), (path) => ts.sys.readFile(path)) as { config: unknown };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
    const program = ts.createProgram({ rootNames, options: { ...options, noEmit: true, composite: false, declaration: false } });
    this.generator = new SchemaGenerator(program, createParser(program, CONFIG), createFormatter(CONFIG), CONFIG);
    for (const file of program.getSourceFiles()) {
      const project = PROJECT.exec(file.fileName)?.[1] ?? '';
      file.forEachChild((node) => {
        if (ts.isClassDeclaration(node) && node.name) this.classes.set(`${project.startsWith('libs/') ? 'libs' : project} ${node.name.text}`, node);
      });
    }
  }

  /** Throws where the method is not there, or promises nothing. */
  answerOf(project: string, controller: string, method: string): Answer {
    const type = this.memberOf({ project, name: controller }, method, ts.isMethodDeclaration)?.type;
    const promised = type && ts.isTypeReferenceNode(type) && type.typeName.getText() === 'Promise' ? type.typeArguments?.[0] : undefined;
    if (!promised) throw new Error(`${controller}.${method} must say what it promises: Promise<View>.`);
    if (NOTHING.includes(promised.kind)) return { schema: undefined, components: {} };
    const { $ref, definitions = {} } = this.generator.createSchemaFromNodes([promised]) as Definitions;
    return named($ref?.slice(REF.length) ?? '', definitions);
  }

  /** The comment before a method or property, in one line; its parent classes' where the class has none of that name. */
  commentOf(project: string, className: string, member: string): string | undefined {
    const node = this.memberOf(
      { project, name: className },
      member,
      (one): one is ts.ClassElement => ts.isMethodDeclaration(one) || ts.isPropertyDeclaration(one),
    );
    if (!node) return undefined;
    const text = ts
      .getJSDocCommentsAndTags(node)
      .filter(ts.isJSDoc)
      .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
      .join(' ');
    return text.replaceAll(/\s+/g, ' ').trim() || undefined;
  }

  private memberOf<Member extends ts.ClassElement>(of: ClassName, name: string, is: (member: ts.ClassElement) => member is Member): Member | undefined {
    const declaration = this.classes.get(`${of.project} ${of.name}`) ?? this.classes.get(`libs ${of.name}`);
    const own = declaration?.members.filter(is).find((member) => member.name?.getText() === name);
    const parent = declaration?.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]?.expression.getText();
    return own ?? (parent === undefined ? undefined : this.memberOf({ ...of, name: parent }, name, is));
  }
}

const REF = '#/definitions/';
const NAMED = /^\w+(<\w+>)?$/; // 'DeviceView', 'Page<DeviceView>'

/** Definitions under names that OpenAPI allows; those without a name of their own stand where they are used. */
function named(root: string, definitions: Schemas): Answer {
  const resolved = (schema: Schema): Schema => everySchema(schema, (inner) => dated(withoutNothing(reference(inner)))) as Schema;
  const reference = (schema: Schema): Schema => {
    const name = typeof schema['$ref'] === 'string' ? schema['$ref'].slice(REF.length) : undefined;
    if (name === undefined) return schema;
    if (NAMED.test(name)) return { ...schema, $ref: `#/components/schemas/${nameOf(name)}` };
    const { $ref: _, ...beside } = schema;
    const { description: __, ...meant } = resolved(definitions[name] ?? {});
    return { ...meant, ...beside };
  };
  const isNamed = NAMED.test(root);
  const components = Object.entries(definitions).filter(([name]) => NAMED.test(name));
  return {
    schema: isNamed ? refTo(nameOf(root)) : resolved(definitions[root] ?? {}),
    components: Object.fromEntries(components.map(([name, schema]) => [nameOf(name), resolved(schema)])),
  };
}

const nameOf = (name: string): string => name.replace('<', 'Of').replace('>', ''); // 'Page<DeviceView>' → 'PageOfDeviceView'

/** JSON has no undefined: `X | undefined` is X, or no body at all. */
function withoutNothing(schema: Schema): Schema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) return schema;
  const some = (anyOf as Schema[]).filter((one) => JSON.stringify(one) !== '{"not":{}}');
  return some.length === 1 ? { ...some[0], ...rest } : { ...rest, anyOf: some };
}

/** What is called `at`, `createdAt` … is a moment. */
function dated(schema: Schema): Schema {
  const properties = schema['properties'];
  if (typeof properties !== 'object' || properties === null) return schema;
  const isText = ({ type }: Schema): boolean => [type].flat().includes('string');
  const changed = Object.entries(properties as Schemas).map(([name, value]) => [
    name,
    /^at$|At$/.test(name) && isText(value) ? { ...value, format: 'date-time' } : value,
  ]);
  return { ...schema, properties: Object.fromEntries(changed) as Schemas };
}
