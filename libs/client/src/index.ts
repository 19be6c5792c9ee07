export { type ApiClient, type ClientOptions, createApiClient, type Schemas } from './api-client.js';
export { Problem, succeeded } from './problem.js';
