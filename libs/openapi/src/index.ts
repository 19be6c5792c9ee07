export { documentOf, type OpenApiDocument } from './document.js';
export { merged } from './merged.js';
export { ResponseTypes } from './response-types.js';
export { type ServiceRoute, routesOfModule } from './service-routes.js';
