import type { ObjectStore } from '@ringfleet/object-storage';

/** An adapter as the suite needs it: one store, opened by one process after the other. */
export interface ObjectStoreUnderTest {
  /** Opens it as a process does at its start. */
  open(): Promise<ObjectStore>;
  /** For a child process: a module with `openObjectStore(): Promise<ObjectStore>`, and the environment it needs. */
  readonly child: { readonly module: string; readonly env: NodeJS.ProcessEnv };
  /** Removes the store and what is in it. */
  remove(): Promise<void>;
}

/** What the parts of the suite share. */
export interface StoreContext {
  readonly under: () => ObjectStoreUnderTest;
  readonly store: () => ObjectStore;
  /** A prefix of the test's own. */
  readonly folder: () => string;
}

export const MEGABYTE = 1_048_576;

/** Keys that begin with a prefix, in order. */
export async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const key of store.list(prefix)) keys.push(key);
  return keys.toSorted();
}
