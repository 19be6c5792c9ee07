import { Inject, Injectable } from '@nestjs/common';
import { type Caller, SYSTEM } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { type Ports, PORTS, requireIfMatch } from '@ringfleet/service-kit';
import type { Preferences } from './preferences.js';

/** Version 0: nothing was chosen yet. */
export interface PreferencesView extends Preferences {
  readonly version: number;
}

interface PreferencesRow {
  readonly preferences: Preferences;
  readonly version: number;
}

/** The caller's own, and nobody else's. Read and kept under the system's scope: a subject of another issuer may act for somebody else than yesterday, and keeps its preferences. */
export async function preferencesOf(tx: Tx, { id }: Caller): Promise<PreferencesView> {
  const [row] = await tx.query<PreferencesRow>('select preferences, version from preferences where caller_id = $1', [id]);
  return { ...row?.preferences, version: row?.version ?? 0 };
}

@Injectable()
export class KeepPreferences {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /** Takes the place of what was kept. */
  execute(caller: Caller, preferences: Preferences, ifMatch: string | undefined): Promise<PreferencesView> {
    const { scope } = caller;
    const owner = ['resellerId' in scope ? scope.resellerId : null, 'customerId' in scope ? scope.customerId : null];
    return this.database.transaction(SYSTEM, async (tx) => {
      await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`preferences:${caller.id}`]);
      requireIfMatch(ifMatch, (await preferencesOf(tx, caller)).version);
      await tx.query(
        `insert into preferences as kept (caller_id, preferences, version, updated_at, reseller_id, customer_id) values ($1, $2::jsonb, 1, $3, $4, $5)
         on conflict (caller_id) do update set preferences = excluded.preferences, version = kept.version + 1, updated_at = excluded.updated_at,
           reseller_id = excluded.reseller_id, customer_id = excluded.customer_id`,
        [caller.id, JSON.stringify(preferences), this.ports.clock(), ...owner],
      );
      return preferencesOf(tx, caller);
    });
  }
}
