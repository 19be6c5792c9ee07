import { type Caller, notFound, type Page } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type NameListQuery, pageByName } from '@ringfleet/service-kit';

interface ProfileRow {
  readonly id: string;
  readonly name: string;
  readonly name_key: string;
  readonly owner_reseller_id: string | null;
  readonly shared: boolean;
  readonly model_ids: string[];
  readonly parent_id: string | null;
  readonly published_number: number | null;
  readonly version: number;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What a customer sees of a profile (DIR-02a). */
export interface ProfileName {
  readonly id: string;
  readonly name: string;
}

export interface WholeProfile extends ProfileName {
  /** null: the provider's. */
  readonly ownerResellerId: string | null;
  readonly shared: boolean;
  readonly modelIds: readonly string[];
  /** The profile that it inherits from. */
  readonly parentId: string | null;
  /** Number of the version that phones get; null where none was published yet. */
  readonly publishedVersion: number | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
}

export type ProfileView = ProfileName | WholeProfile;

const SELECT = `
select id, name, name_key, owner_reseller_id, shared, model_ids, parent_id, published_number, version, created_at, updated_at from profiles`;

export const profilesOf = (tx: Tx, caller: Caller, query: NameListQuery): Promise<Page<ProfileView>> =>
  pageByName(tx, { select: SELECT, where: {}, itemOf: viewFor(caller) }, query);

export async function profileOf(tx: Tx, caller: Caller, id: string): Promise<ProfileView> {
  const [row] = await tx.query<ProfileRow>(`${SELECT} where id = $1`, [id]);
  if (!row) throw notFound('profile');
  return viewFor(caller)(row);
}

const viewFor =
  ({ scope }: Caller) =>
  (row: ProfileRow): ProfileView =>
    scope.kind === 'customer' ? { id: row.id, name: row.name } : wholeOf(row);

const wholeOf = (row: ProfileRow): WholeProfile => ({
  id: row.id,
  name: row.name,
  ownerResellerId: row.owner_reseller_id,
  shared: row.shared,
  modelIds: row.model_ids,
  parentId: row.parent_id,
  publishedVersion: row.published_number,
  createdAt: new Date(row.created_at).toISOString(),
  updatedAt: new Date(row.updated_at).toISOString(),
  version: row.version,
});
