import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, Permission, topics, type UserChanged, UserChangedSchema } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { PERMISSIONS } from '../customers/customer.events.js';
import { ownerHeaders } from '../records/headers.js';
import { said, saidLast, type StateToSay } from '../records/said.js';
import type { User } from './user.js';

export const userState = (user: User, change?: Change): UserChanged =>
  create(UserChangedSchema, {
    id: user.id,
    name: user.name,
    role: user.role,
    resellerId: user.resellerId ?? '',
    customerId: user.customerId ?? '',
    provisionDevices: user.customerId ? PERMISSIONS[user.provisionDevices] : Permission.UNSPECIFIED,
    accountIds: [...user.accountIds],
    email: user.email ?? '',
    deleted: change?.kind === Change_Kind.DELETED,
    change,
  });

const toSay = (user: User, change: Change, { at }: Author): StateToSay<typeof UserChangedSchema> => ({
  topic: topics.users,
  id: user.id,
  version: user.version,
  message: userState(user, change),
  headers: ownerHeaders(user.resellerId, user.customerId ?? undefined),
  at,
});

const FIELDS = ['name', 'role', 'resellerId', 'customerId', 'email', 'accountIds'] as const;

export const userCreated = (user: User, author: Author): OutgoingRecord => {
  const filled = FIELDS.filter((field) => user[field] !== null && user[field]?.length !== 0);
  return said(toSay(user, changeBy(author, Change_Kind.CREATED, [...filled, ...(user.customerId ? ['provisionDevices'] : [])]), author));
};

export const userChanged = (user: User, fields: readonly string[], author: Author): OutgoingRecord =>
  said(toSay(user, changeBy(author, Change_Kind.CHANGED, fields), author));

export const userDeleted = (user: User, author: Author): OutgoingRecord[] => saidLast(toSay(user, changeBy(author, Change_Kind.DELETED, []), author));
