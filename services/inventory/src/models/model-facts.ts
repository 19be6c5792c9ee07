import { create } from '@bufbuild/protobuf';
import { type Author, Change_Kind, changeBy, ModelChangedSchema, topics } from '@ringfleet/contracts';
import { nameKey } from '@ringfleet/kernel';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import type { Tx } from '@ringfleet/persistence';
import { modelLabel } from './model.js';

/** All that the catalogue knows of a model (INV-13). */
export interface ModelFacts {
  readonly vendor: string;
  readonly name: string;
  readonly ports: number;
  readonly virtual: boolean;
  readonly dectBase: boolean;
  readonly dectMulticell: boolean;
  readonly expansionModules: number;
  readonly macPrefixes: readonly string[];
  readonly configFiles: readonly string[];
  readonly firmware: string | null;
  readonly resyncEvent: string | null;
  readonly rebootEvent: string | null;
}

export interface KeptModel extends ModelFacts {
  readonly id: string;
  readonly version: number;
  readonly isOwn: boolean;
}

const COLUMNS = {
  vendor: 'vendor',
  name: 'name',
  ports: 'ports',
  virtual: 'virtual',
  dectBase: 'dect_base',
  dectMulticell: 'dect_multicell',
  expansionModules: 'expansion_modules',
  macPrefixes: 'mac_prefixes',
  configFiles: 'config_files',
  firmware: 'firmware',
  resyncEvent: 'resync_event',
  rebootEvent: 'reboot_event',
} as const satisfies Record<keyof ModelFacts, string>;
const FACTS = Object.keys(COLUMNS) as (keyof ModelFacts)[];

/** SQL that selects the models that there are as `KeptModel`, with `name_key`. */
export const MODELS = `select id, name_key, version, is_own as "isOwn", ${FACTS.map((fact) => `${COLUMNS[fact]} as "${fact}"`).join(', ')}
  from (select * from models where deleted_at is null) models`;

/** Names of the facts that differ. */
export const differingFacts = (one: ModelFacts, other: ModelFacts): string[] =>
  FACTS.filter((fact) => JSON.stringify(one[fact]) !== JSON.stringify(other[fact]));

/** Writes a model and says it. A name that another one has is a unique violation. */
export async function keepModel(tx: Tx, model: KeptModel, author: Author, fields: readonly string[]): Promise<void> {
  const row = { id: model.id, version: model.version, is_own: model.isOwn, name_key: nameKey(modelLabel(model)) };
  const all = { ...row, ...Object.fromEntries(FACTS.map((fact) => [COLUMNS[fact], model[fact]])) };
  const columns = Object.keys(all);
  await tx.query(
    `insert into models (${columns.join(', ')}) values (${columns.map((_, at) => `$${at + 1}`).join(', ')})
     on conflict (id) do update set ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    Object.values(all),
  );
  await tx.publish([modelRecord(model, author, fields)]);
}

/** Keeps no more of a model than what devices of earlier times were, and says that it is deleted. */
export async function dropModel(tx: Tx, model: KeptModel, author: Author): Promise<void> {
  const last = { ...model, version: model.version + 1 };
  await tx.query('update models set deleted_at = $2, version = $3 where id = $1', [model.id, author.at.toISOString(), last.version + 1]);
  const tombstone = { topic: topics.models, key: model.id, sequence: last.version + 1, source: 'inventory', time: author.at, message: null };
  await tx.publish([modelRecord(last, author, [], true), toRecord(tombstone)]);
}

function modelRecord({ isOwn: _isOwn, ...model }: KeptModel, author: Author, fields: readonly string[], deleted = false): OutgoingRecord {
  const change = changeBy(author, deleted ? Change_Kind.DELETED : model.version === 1 ? Change_Kind.CREATED : Change_Kind.CHANGED, fields);
  const { id, version, macPrefixes, configFiles, firmware, resyncEvent, rebootEvent, ...facts } = model;
  const texts = { firmware: firmware ?? '', resyncEvent: resyncEvent ?? '', rebootEvent: rebootEvent ?? '' };
  const message = create(ModelChangedSchema, { id, ...facts, ...texts, macPrefixes: [...macPrefixes], configFiles: [...configFiles], deleted, change });
  return toRecord({ topic: topics.models, key: id, sequence: version, source: 'inventory', time: author.at, message });
}
