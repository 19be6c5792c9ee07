import type { EventLog } from '@ringfleet/messaging';
import type { Api } from '../../support/api.js';
import type { ImportUnderWay } from './import-under-way.js';

/** What a fault works with while an import is under way. */
export interface Scene {
  readonly imported: ImportUnderWay;
  readonly api: Api;
  readonly log: EventLog;
  readonly random: () => number;
}

/** Something that goes wrong during an import. */
export interface Fault {
  readonly name: string;
  /** Services that must be seen red while it lasts. */
  readonly red: readonly string[];
  /** Before the import. */
  readonly prepare?: (log: EventLog) => Promise<void>;
  /** Resolves when it is over and all runs again; says how often, or how long, it was. Rejects where a promise was broken while it lasted. */
  readonly strike: (scene: Scene) => Promise<string>;
}
