// Real: MinIO over a folder, its death and its silence, a process killed in the middle of an object.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { isTransient } from '@ringfleet/messaging';
import { BadObjectKey, ObjectExists } from '@ringfleet/object-storage';
import { MinioObjectStore } from '@ringfleet/object-storage/minio';
import { Child, type Minio, startMinio, type TestBucket } from '@ringfleet/testing';
import { keysOf, objectStoreContract } from '@ringfleet/testing/contract/object-store';

const MEGABYTE = 1_048_576;
const OPEN = fileURLToPath(new URL('open-minio-store.ts', import.meta.url));
const CHILD = fileURLToPath(new URL('../../testing/src/contract/object-store-child.ts', import.meta.url));

objectStoreContract('MinIO', async () => {
  const minio = await startMinio();
  const bucket = minio.newBucket();
  return {
    open: () => MinioObjectStore.open(bucket),
    child: { module: OPEN, env: { OBJECTS: JSON.stringify(bucket) } },
    remove: () => minio.remove(),
  };
});
