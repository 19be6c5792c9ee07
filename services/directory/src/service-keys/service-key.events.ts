import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, topics, type UserChanged, UserChangedSchema } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import { said, saidLast, type StateToSay } from '../records/said.js';
import type { ServiceKey } from './service-key.js';

/** Keys stand among the users: services ask of both alike who acts, and whether it still may. */
export const keyState = ({ id, name, role, resellerId, customerId, revokedAt }: ServiceKey, change?: Change): UserChanged =>
  create(UserChangedSchema, {
    id,
    name,
    role,
    resellerId: resellerId ?? '',
    customerId: customerId ?? '',
    serviceKey: true,
    deleted: revokedAt !== null,
    change,
  });

const toSay = (key: ServiceKey, change: Change, { at }: Author): StateToSay<typeof UserChangedSchema> => ({
  topic: topics.users,
  id: key.id,
  version: key.version,
  message: keyState(key, change),
  headers: ownerHeaders(key.resellerId, key.customerId ?? undefined),
  at,
});

export const keyCreated = (key: ServiceKey, author: Author): OutgoingRecord => {
  const owner = [...(key.resellerId ? ['resellerId'] : []), ...(key.customerId ? ['customerId'] : [])];
  return said(toSay(key, changeBy(author, Change_Kind.CREATED, ['name', 'role', ...owner]), author));
};

/** The secret is told to nobody; that there is a new one, to all. */
export const keyRotated = (key: ServiceKey, author: Author): OutgoingRecord => said(toSay(key, changeBy(author, Change_Kind.CHANGED, []), author));

/** Its version is that of the revoked key: the state before the tombstone. */
export const keyRevoked = (key: ServiceKey, author: Author): OutgoingRecord[] => {
  const last = toSay(key, changeBy(author, Change_Kind.DELETED, []), author);
  return saidLast({ ...last, version: key.version - 1 });
};
