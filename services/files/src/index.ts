export { files } from './service.js';
