import { create } from '@bufbuild/protobuf';
import { type Author, type Change, Change_Kind, changeBy, Permission, type TenantChanged, TenantChangedSchema, topics } from '@ringfleet/contracts';
import { type OutgoingRecord, toRecord } from '@ringfleet/messaging';
import { ownerHeaders } from '../records/headers.js';
import type { Customer, ProvisionDevices } from './customer.js';

const PERMISSIONS: Readonly<Record<ProvisionDevices, Permission>> = { none: Permission.NONE, view: Permission.VIEW, modify: Permission.MODIFY };

export const customerState = ({ id, name, resellerId, provisionDevices }: Customer, change?: Change): TenantChanged =>
  create(TenantChangedSchema, {
    id,
    name,
    tenant: { case: 'customer', value: { resellerId: resellerId ?? '', provisionDevices: PERMISSIONS[provisionDevices] } },
    change,
  });

export const customerCreated = (customer: Customer, author: Author): OutgoingRecord =>
  recordOf(customer, changeBy(author, Change_Kind.CREATED, ['name', ...(customer.resellerId ? ['resellerId'] : []), 'provisionDevices']), author);

export const customerChanged = (customer: Customer, fields: readonly string[], author: Author): OutgoingRecord =>
  recordOf(customer, changeBy(author, Change_Kind.CHANGED, fields), author);

const recordOf = (customer: Customer, change: Change, { at }: Author): OutgoingRecord =>
  toRecord({
    topic: topics.tenants,
    key: customer.id,
    sequence: customer.version,
    source: 'directory',
    time: at,
    message: customerState(customer, change),
    headers: ownerHeaders(customer.resellerId, customer.id),
  });
