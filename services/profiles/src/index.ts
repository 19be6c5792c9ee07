export { phones, profiles } from './service.js';
