import type { ServiceCard, ServiceName } from './service-card.js';

/** Where the front door has the OpenAPI document of all services; no service's path. */
export const OPENAPI_PATH = '/api/v1/openapi.json';

/** Requests whose path is the prefix, or below it, are the service's. */
export interface Route {
  readonly prefix: string;
  readonly service: ServiceName;
}

/** The one table of the front door, whatever the front door is: from the cards, by prefix. Throws where two services claim a path. */
export function routesOf(cards: readonly ServiceCard[]): readonly Route[] {
  const routes = cards.flatMap(({ name, paths }) => paths.map((prefix) => ({ prefix, service: name })));
  for (const route of routes) {
    const rival = routes.find((other) => other !== route && isBelow(route.prefix, other.prefix));
    if (rival) throw new Error(`${route.service} and ${rival.service} both claim ${route.prefix}: a path belongs to one service.`);
  }
  return routes.toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1));
}

/** The service whose path it is. */
export const serviceAt = (routes: readonly Route[], path: string): ServiceName | undefined => routes.find(({ prefix }) => isBelow(path, prefix))?.service;

const isBelow = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);
