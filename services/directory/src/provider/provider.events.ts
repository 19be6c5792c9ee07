import { create } from '@bufbuild/protobuf';
import { type Author, Change_Kind, changeBy, TenantChangedSchema, topics } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { said } from '../records/said.js';
import type { Provider } from './provider.js';

export const providerChanged = ({ id, name, version, lineStatesReport }: Provider, fields: readonly string[], author: Author): OutgoingRecord => {
  const change = changeBy(author, version === 1 ? Change_Kind.CREATED : Change_Kind.CHANGED, fields);
  const message = create(TenantChangedSchema, { id, name, tenant: { case: 'provider', value: { lineStatesReport } }, change });
  return said({ topic: topics.tenants, id, version, message, headers: {}, at: author.at });
};
