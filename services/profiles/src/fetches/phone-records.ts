import { Inject, Injectable } from '@nestjs/common';
import { traceparentOf } from '@ringfleet/observability';
import { Database, type SqlTx } from '@ringfleet/persistence';
import type { Sealer } from '@ringfleet/secrets';
import { type AnsweringPorts, PORTS } from '@ringfleet/service-kit';
import { type Given, keepGivenAgain, keepGivens } from '../given/keep-given.js';
import type { KeptFile } from '../given/find-given.js';
import { InSets } from '../in-sets.js';
import type { Phone } from '../sign-in/find-phone.js';
import { type Fetch, type FetchOf, keepFetches, type Served } from './keep-fetch.js';

/** A file that was made before. */
export interface GivenAgain {
  readonly again: Pick<KeptFile, 'id' | 'hash' | 'profileId' | 'profileVersion'>;
}

/** What a phone was given: a file that was just made, or one that it had before. */
type GivenNow = Given | GivenAgain | undefined;

type Kept = FetchOf & { readonly given: GivenNow };

/** Requests recorded together. */
const MOST = 200;

/** Keeps what phones did, of many in one transaction: after a power cut a whole site asks at once. Who is answered is on record (PRV-06). */
@Injectable()
export class PhoneRecords {
  private readonly kept: InSets<Kept, void>;

  constructor(@Inject(PORTS) { sealer }: AnsweringPorts, @Inject(Database) database: Database) {
    this.kept = new InSets<Kept, void>(MOST, async (kept) => {
      await database.transactionAsSystem((tx) => keepAll(tx, kept, sealer));
      return kept.map(() => undefined);
    });
  }

  /** Resolves once it is committed. */
  keep(phone: Phone, fetch: Fetch, given?: GivenNow): Promise<void> {
    return this.kept.do({ phone, fetch, given, served: given && servedOf(given), traceparent: traceparentOf() });
  }
}

function servedOf(given: Given | GivenAgain): Served {
  if ('made' in given) return { profileId: given.inputs.template.profileId, version: given.inputs.template.number, hash: given.made.hash };
  const { profileId, profileVersion, hash } = given.again;
  return { profileId, version: profileVersion, hash };
}

async function keepAll(tx: SqlTx, kept: readonly Kept[], sealer: Sealer): Promise<void> {
  await keepFetches(tx, kept);
  const givens = kept.flatMap(({ given, fetch }) => (given ? [{ given, at: fetch.at }] : []));
  const made = givens.flatMap(({ given }) => ('made' in given ? [given] : []));
  const again = givens.flatMap(({ given }) => ('again' in given ? [given.again.id] : []));
  const last = new Date(Math.max(...givens.map(({ at }) => at.getTime())));
  await Promise.all([keepGivens(tx, made, sealer), keepGivenAgain(tx, again, last)]);
}
