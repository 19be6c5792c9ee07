import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, type TenantChanged, TenantChangedSchema, topics } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { said } from '../records/said.js';
import type { Provider } from './provider.js';

export const providerState = ({ id, name, lineStatesReport }: Provider, change?: Change): TenantChanged =>
  create(TenantChangedSchema, { id, name, tenant: { case: 'provider', value: { lineStatesReport } }, change });

export const providerChanged = (provider: Provider, fields: readonly string[], author: Author): OutgoingRecord => {
  const { id, version } = provider;
  const change = changeBy(author, version === 1 ? Change_Kind.CREATED : Change_Kind.CHANGED, fields);
  return said({ topic: topics.tenants, id, version, message: providerState(provider, change), headers: {}, at: author.at });
};
