import type { AnsweringCard, ServiceName } from './service-card.js';

/** Where the front door has the OpenAPI document of all services; no service's path. */
export const OPENAPI_PATH = '/api/v1/openapi.json';

/** Requests whose path is the prefix, or below it, are the service's. A segment such as `:id` is any one: /api/v1/devices/:id/status is a place below another's prefix. */
export interface Route {
  readonly prefix: string;
  readonly service: ServiceName;
  readonly pattern: RegExp;
}

/** The one table of the front door, whatever the front door is: from the cards; the first that matches counts. Throws where two services claim a path. */
export function routesOf(cards: readonly Pick<AnsweringCard, 'name' | 'paths'>[]): readonly Route[] {
  const routes = cards.flatMap(({ name, paths }) => paths.map((prefix) => ({ prefix, service: name, pattern: new RegExp(routePattern({ prefix })) })));
  for (const route of routes) {
    const rival = routes.find((other) => other !== route && hasPlace(other) === hasPlace(route) && other.pattern.test(route.prefix));
    if (rival) throw new Error(`${route.service} and ${rival.service} both claim ${route.prefix}: a path belongs to one service.`);
  }
  return routes.toSorted((a, b) => Number(hasPlace(b)) - Number(hasPlace(a)) || (a.prefix < b.prefix ? -1 : 1));
}

/** The service whose path it is. */
export const serviceAt = (routes: readonly Route[], path: string): ServiceName | undefined => routes.find(({ pattern }) => pattern.test(path))?.service;

/** The prefix as a regular expression, which nginx and JavaScript read alike: ^/api/v1/devices/[^/]+/status(/|$) */
export const routePattern = ({ prefix }: Pick<Route, 'prefix'>): string => `^${prefix.replaceAll('.', '\\.').replaceAll(/:\w+/g, '[^/]+')}(/|$)`;

const hasPlace = ({ prefix }: Route): boolean => prefix.includes('/:');
