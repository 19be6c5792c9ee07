export { deviceControl } from './service.js';
