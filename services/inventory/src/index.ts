export { inventory } from './service.js';
