import { randomBytes } from 'node:crypto';
import type { ObjectStore } from '@ringfleet/object-storage';
import type { ObjectStoreUnderTest, StoreContext } from './object-store-context.js';
import { objectStoreFailures } from './object-store-failures.js';
import { objectStoreKeys } from './object-store-keys.js';
import { objectStoreReading, objectStoreStoring } from './object-store-objects.js';

export { keysOf, type ObjectStoreUnderTest } from './object-store-context.js';

/** What every adapter of the ObjectStore port does. Real: the engine, a process that is killed. */
export function objectStoreContract(name: string, create: () => Promise<ObjectStoreUnderTest>): void {
  describe(`the object store on ${name}`, () => {
    let under: ObjectStoreUnderTest;
    let store: ObjectStore;
    beforeAll(async () => {
      under = await create();
      store = await under.open();
    });
    afterAll(() => under.remove());

    const context: StoreContext = { under: () => under, store: () => store, folder: () => `test-${randomBytes(4).toString('hex')}` };
    objectStoreStoring(context);
    objectStoreReading(context);
    objectStoreKeys(context);
    objectStoreFailures(context);
  });
}
