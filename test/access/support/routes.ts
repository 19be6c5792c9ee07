import { RequestMethod, type Type } from '@nestjs/common';
import type { ServiceCard } from '@ringfleet/service-kit';
import 'reflect-metadata';

/** Every route of a service's controllers, as 'GET /api/v1/devices/:id': read from what Nest itself routes by. */
export function routesOf({ module }: ServiceCard): string[] {
  return controllersOf(module).flatMap((controller) => {
    const methods = Object.values(Object.getOwnPropertyDescriptors(controller.prototype as object)).map(({ value }) => value as unknown);
    return methods.flatMap((method) => (typeof method === 'function' && Reflect.hasMetadata('method', method) ? routesOfMethod(controller, method) : []));
  });
}

function controllersOf(module: Type, seen = new Set<Type>()): Type[] {
  if (seen.has(module)) return [];
  seen.add(module);
  const own = (Reflect.getMetadata('controllers', module) ?? []) as Type[];
  const imported = ((Reflect.getMetadata('imports', module) ?? []) as (Type | { readonly module: Type })[]).map((one) => ('module' in one ? one.module : one));
  return [...own, ...imported.flatMap((one) => controllersOf(one, seen))];
}

function routesOfMethod(controller: Type, method: object): string[] {
  const verb = RequestMethod[Reflect.getMetadata('method', method) as number];
  const paths = (target: object): string[] => [Reflect.getMetadata('path', target) as string | string[]].flat();
  return paths(controller).flatMap((base) =>
    paths(method).map(
      (path) =>
        `${verb} /${[base, path]
          .map(trimmed)
          .filter((part) => part !== '')
          .join('/')}`,
    ),
  );
}

const trimmed = (path: string): string => path.replaceAll(/^\/|\/$/g, ''); // '/api/v1/' → 'api/v1'
