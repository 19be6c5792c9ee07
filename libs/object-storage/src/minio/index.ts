export { MinioObjectStore } from './minio-object-store.js';
export { StoreFailure } from './store-failure.js';
