// Rows, uploaders and devices for unit tests of what an import decides.
import { type Caller, nameKey, trimBlanks } from '@ringfleet/kernel';
import type { Device } from '../../src/devices/device.js';
import { type LoadedReferences, type References, referencesOf } from '../../src/imports/references.js';
import type { Cell } from '@ringfleet/kernel';
import type { Column, ImportRow } from '../../src/imports/row.js';

export const NORTH = '019aa5a0-0000-7000-8000-00000000000a';
export const HARBOUR = '019aa5a0-0000-7000-8000-00000000000b';
export const ALPINE = '019aa5a0-0000-7000-8000-00000000000c';
export const PHONE = { id: '019aa5a0-0000-7000-8000-000000000001', vendor: 'Cisco', name: '6821', nameKey: 'cisco 6821', ports: 2, virtual: false };

export const PROVIDER: Caller = { id: 'someone', name: 'Someone', role: 'administrator', scope: { kind: 'provider' } };
export const reseller = (resellerId: string): Caller => ({ ...PROVIDER, role: 'reseller-admin', scope: { kind: 'reseller', resellerId } });
export const customerOf = (resellerId: string | null, customerId: string): Caller => ({
  ...PROVIDER,
  role: 'customer-admin',
  scope: { kind: 'customer', customerId, resellerId },
});

export const rowOf = (cells: Partial<Record<Column, string>>, row = 2): ImportRow => ({
  row,
  cells: Object.fromEntries(Object.entries(cells).map(([column, raw = '']): [string, Cell] => [column, { raw, text: trimBlanks(raw), inexact: false }])),
});

/** What the uploader may name: by default two resellers, a customer of North and one model. */
export const refsOf = (more: Partial<LoadedReferences> = {}): References =>
  referencesOf({
    standing: 'modify',
    isStandingDoubtful: false,
    models: [PHONE],
    resellers: [
      { id: NORTH, name: 'North', nameKey: 'north' },
      { id: HARBOUR, name: 'Harbour', nameKey: 'harbour' },
    ],
    customers: [{ id: ALPINE, name: 'Alpine', nameKey: 'alpine', resellerId: NORTH, permission: 'modify' }],
    sites: [],
    profiles: [],
    fields: new Map(),
    ...more,
  });

export const deviceOf = (fields: Partial<Device> & Pick<Device, 'id' | 'name'>): Device => ({
  nameKey: nameKey(fields.name),
  description: null,
  modelId: PHONE.id,
  mac: null,
  managedBy: null,
  shared: false,
  customerId: null,
  customerResellerId: null,
  siteId: null,
  profileId: null,
  inventoryId: null,
  customerOwned: false,
  totalPorts: 2,
  usedPorts: 0,
  retired: false,
  fileName: null,
  acceptData: false,
  virtual: false,
  secretVersion: 0,
  custom: null,
  customOfReseller: null,
  version: 1,
  createdAt: new Date(0),
  cause: { byId: '', byName: '', at: new Date(0), source: 'system', importId: null, importRow: null },
  ...fields,
});
