import { FolderObjectStore } from '@ringfleet/object-storage/folder';

/** The store of the suite, for a child process. */
export const openObjectStore = (): Promise<FolderObjectStore> => FolderObjectStore.open(process.env['OBJECTS'] ?? '');
