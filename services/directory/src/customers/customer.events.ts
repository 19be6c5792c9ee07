import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, Permission, type TenantChanged, TenantChangedSchema, topics } from '@ringfleet/contracts';
import type { OutgoingRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import { said, saidLast, type StateToSay } from '../records/said.js';
import type { Customer, ProvisionDevices } from './customer.js';

export const PERMISSIONS: Readonly<Record<ProvisionDevices, Permission>> = { none: Permission.NONE, view: Permission.VIEW, modify: Permission.MODIFY };

export const customerState = ({ id, name, resellerId, provisionDevices, closingSince }: Customer, change?: Change): TenantChanged =>
  create(TenantChangedSchema, {
    id,
    name,
    tenant: { case: 'customer', value: { resellerId: resellerId ?? '', provisionDevices: PERMISSIONS[provisionDevices] } },
    deleted: change?.kind === Change_Kind.DELETED,
    closing: closingSince !== null,
    change,
  });

const toSay = (customer: Customer, change: Change, { at }: Author): StateToSay<typeof TenantChangedSchema> => ({
  topic: topics.tenants,
  id: customer.id,
  version: customer.version,
  message: customerState(customer, change),
  headers: ownerHeaders(customer.resellerId, customer.id),
  at,
});

export const customerCreated = (customer: Customer, author: Author): OutgoingRecord =>
  said(toSay(customer, changeBy(author, Change_Kind.CREATED, ['name', ...(customer.resellerId ? ['resellerId'] : []), 'provisionDevices']), author));

export const customerChanged = (customer: Customer, fields: readonly string[], author: Author): OutgoingRecord =>
  said(toSay(customer, changeBy(author, Change_Kind.CHANGED, fields), author));

export const customerDeleted = (customer: Customer, author: Author): OutgoingRecord[] =>
  saidLast(toSay(customer, changeBy(author, Change_Kind.DELETED, []), author));
