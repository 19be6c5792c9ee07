import { isProvider, type Me } from '../api/me.js';
import type { Field, RecordKind, TreeRecord, Values } from '../records/record-kind.js';
import { isUsableProfile } from './usable-profile.js';

const text = (name: string): Field => ({ name, kind: 'text' });
const secret = (name: string): Field => ({ name, kind: 'secret' });

const idIn = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const ofCustomer = ({ assignedTo }: Values): { readonly customerId: string | undefined } => ({ customerId: idIn(assignedTo) });
/** Of the provider's own devices the shared ones may be any customer's (INV-06). */
const ofManager = ({ managedBy }: Values): { readonly managedBy: string | undefined } => ({ managedBy: idIn(managedBy) });
/** A device that a reseller adds is its own. */
const fitsDevice = (profile: TreeRecord, { model, managedBy }: Values, me: Me): boolean =>
  isUsableProfile(profile, { model: idIn(model), manager: idIn(managedBy === undefined ? me.reseller?.id : managedBy) ?? null }, me);
const onFirstPort = (accountId: unknown): unknown => ({ port: 0, accountId });

/** The form of a device: INV-11's fields in their order, then what is set later (INV-05, INV-08a, INV-17). */
export const DEVICE_KIND: RecordKind = {
  key: 'devices',
  words: 'device',
  fields: [
    { name: 'model', kind: 'record', of: 'models', required: true, listedBy: { field: 'site', of: 'sites', ids: 'approvedModelIds' } },
    { name: 'name', kind: 'text', required: true },
    text('macAddress'),
    { name: 'managedBy', kind: 'record', of: 'resellers', none: 'device.administratorOnly', shown: isProvider },
    { name: 'sharedWithResellers', kind: 'switch', shown: (me, { managedBy }, record) => isProvider(me) && record !== undefined && !managedBy },
    { name: 'assignedTo', kind: 'record', of: 'customers', within: ofManager, shown: ({ customer }) => customer === null },
    { name: 'customerOwned', kind: 'switch', shown: (_, { assignedTo }, record) => record !== undefined && Boolean(assignedTo) },
    { name: 'profile', kind: 'record', of: 'profiles', fits: fitsDevice, shown: ({ customer }) => customer === null },
    text('inventoryId'),
    secret('asciiKey'),
    { name: 'description', kind: 'lines' },
    { name: 'site', kind: 'record', of: 'sites', within: ofCustomer },
    { name: 'line', kind: 'record', of: 'accounts', within: ofCustomer, sent: onFirstPort, shown: (_, __, record) => record === undefined },
    { name: 'virtual', kind: 'switch', section: 'device.provisioning', shown: ({ customer }) => customer === null },
    { ...secret('secret'), shown: ({ customer }) => customer === null },
    { ...secret('httpUsername'), shown: ({ customer }) => customer === null },
    { ...secret('httpPassword'), shown: ({ customer }) => customer === null },
    { ...text('fileName'), shown: ({ customer }) => customer === null },
    { name: 'acceptDataFromPhone', kind: 'switch', shown: ({ customer }) => customer === null },
    { name: 'retired', kind: 'switch', shown: (_, __, record) => record !== undefined },
  ],
  another: ['model', 'managedBy', 'profile'],
  lasting: true,
  checks: true,
  keepsHistory: true,
};
