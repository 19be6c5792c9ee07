export { BadObjectKey, ObjectExists, ObjectNotFound, type ObjectStore } from './object-store.js';
