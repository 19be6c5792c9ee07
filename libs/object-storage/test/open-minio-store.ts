import { MinioObjectStore } from '@ringfleet/object-storage/minio';

/** The store of the suite, for a child process. */
export const openObjectStore = (): Promise<MinioObjectStore> => MinioObjectStore.open(JSON.parse(process.env['OBJECTS'] ?? ''));
