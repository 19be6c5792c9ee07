import { RequestMethod, type Type } from '@nestjs/common';
import {
  GUARDS_METADATA,
  HTTP_CODE_METADATA,
  INTERCEPTORS_METADATA,
  METHOD_METADATA,
  MODULE_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import 'reflect-metadata';

/** A route as Nest itself finds it: by the metadata of controllers. */
export interface ServiceRoute {
  readonly verb: string;
  /** As Nest writes it: '/api/v1/devices/:id'. */
  readonly path: string;
  readonly controller: Type;
  /** Name of the controller's method. */
  readonly name: string;
  readonly handler: object;
  readonly status: number;
  readonly body: Type | undefined;
  readonly query: Type | undefined;
  /** Names of the headers that it reads, in lower case. */
  readonly headers: readonly string[];
  /** Guards and interceptors of the route and its controller. */
  readonly around: readonly Type[];
}

// Of Nest's enum RouteParamtypes, which it keeps to itself.
const BODY = '3';
const QUERY = '4';
const HEADERS = '6';

/** Every route of a module and of what it imports. */
export const routesOfModule = (module: Type): ServiceRoute[] => controllersOf(module).flatMap(routesOfController);

function controllersOf(module: Type, seen = new Set<Type>()): Type[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const own = (Reflect.getMetadata(MODULE_METADATA.CONTROLLERS, module) ?? []) as Type[];
  const imports = (Reflect.getMetadata(MODULE_METADATA.IMPORTS, module) ?? []) as (Type | { readonly module: Type })[];
  return [...own, ...imports.flatMap((one) => controllersOf('module' in one ? one.module : one, seen))];
}

function routesOfController(controller: Type): ServiceRoute[] {
  const methods = Object.entries(Object.getOwnPropertyDescriptors(controller.prototype as object));
  return methods.flatMap(([name, { value }]: [string, { value?: unknown }]) =>
    typeof value === 'function' && Reflect.hasMetadata(METHOD_METADATA, value)
      ? pathsOf(controller, value).map((path) => ({ path, controller, name, handler: value, ...signatureOf(controller, name, value) }))
      : [],
  );
}

function signatureOf(controller: Type, name: string, handler: object): Pick<ServiceRoute, 'verb' | 'status' | 'body' | 'query' | 'headers' | 'around'> {
  const verb = RequestMethod[Reflect.getMetadata(METHOD_METADATA, handler) as number] ?? '';
  const types = (Reflect.getMetadata('design:paramtypes', controller.prototype as object, name) ?? []) as Type[];
  const args = Object.entries((Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as Record<string, { index: number; data?: unknown }>);
  const ofKind = (kind: string) => args.flatMap(([key, { index, data }]) => (key.startsWith(`${kind}:`) ? [{ type: types[index], data }] : []));
  const wrappers = [GUARDS_METADATA, INTERCEPTORS_METADATA].flatMap((key) =>
    [controller, handler].flatMap((target) => (Reflect.getMetadata(key, target) ?? []) as (Type | object)[]),
  );
  return {
    verb,
    status: (Reflect.getMetadata(HTTP_CODE_METADATA, handler) as number | undefined) ?? (verb === 'POST' ? 201 : 200),
    body: ofKind(BODY)[0]?.type,
    query: ofKind(QUERY)[0]?.type,
    headers: ofKind(HEADERS).map(({ data }) => String(data).toLowerCase()),
    around: wrappers.filter((wrapper): wrapper is Type => typeof wrapper === 'function'),
  };
}

function pathsOf(controller: Type, handler: object): string[] {
  const said = (target: object): string[] => [Reflect.getMetadata(PATH_METADATA, target) as string | string[]].flat();
  return said(controller).flatMap((base) => said(handler).map((path) => `/${[base, path].map(trimmed).filter(Boolean).join('/')}`));
}

const trimmed = (path: string): string => path.replaceAll(/^\/|\/$/g, ''); // '/api/v1/' → 'api/v1'
