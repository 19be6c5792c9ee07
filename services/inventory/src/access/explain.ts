import { Inject, Injectable } from '@nestjs/common';
import { type Act, type Caller, isId, type Need, notFound, Refused, type Role, ROLES, type Standing } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { DevicesSection } from '@ringfleet/tenants';
import type { Device } from '../devices/device.js';
import { deviceOf, type DeviceRow } from '../devices/device-rows.js';
import { type Access, decideChange, decideLines, decideRemove, decideRole, decideSection, every, notSeen } from './decide-access.js';

interface Asked {
  readonly caller: Caller;
  readonly standing: Standing;
  /** As far as the caller sees it. */
  readonly device: Device | undefined;
}

/** Of the devices section, whatever the device. */
const inSection =
  (act: Act, need: Need) =>
  ({ caller, standing }: Asked): Access =>
    every(decideRole(caller, act), decideSection(caller, standing, need));

/** A field of a device. */
const changing =
  (field: string) =>
  ({ caller, standing, device }: Asked): Access =>
    onDevice(device, decideSection(caller, standing, 'modify'), (seen) => decideChange(caller, seen, field));

/** Whoever sees it and may change anything (DIR-02a). */
const operating = ({ caller, standing, device }: Asked): Access =>
  onDevice(device, decideSection(caller, standing, 'modify'), (seen) => decideSeen(caller, seen));

/** What the role alone decides: whose records they are, row-level security does. */
const BY_ROLE = {
  'models.view': 'seeModels',
  'models.change': 'changeModels',
  'fields.change': 'defineFields',
  'profiles.view': 'seeProfiles',
  'profiles.change': 'changeProfiles',
  'tree.view': 'seeTree',
  'tree.change': 'changeTree',
  'resellers.change': 'changeResellers',
  'provider.view': 'seeProvider',
  'provider.change': 'changeProvider',
  'users.view': 'seeUsers',
  'users.change': 'changeUsers',
  'keys.view': 'seeKeys',
  'keys.change': 'changeKeys',
  'audit.view': 'seeAudit',
} as const satisfies Record<string, Act>;

/** What may be asked, each answered by the decisions that enforce it. */
const ACTIONS: Readonly<Record<string, (asked: Asked) => Access>> = {
  'devices.list': ({ caller, standing }) => decideSection(caller, standing, 'view'),
  'devices.export': inSection('export', 'view'),
  'devices.add': inSection('changeDevices', 'modify'),
  'devices.import': inSection('import', 'modify'),
  'devices.batch': inSection('import', 'modify'),
  'tree.import': inSection('importTree', 'modify'),
  'device.view': ({ caller, standing, device }) => onDevice(device, decideSection(caller, standing, 'view'), (seen) => decideSeen(caller, seen)),
  'device.change': changing('description'),
  'device.lines': ({ caller, standing, device }) => onDevice(device, decideSection(caller, standing, 'modify'), (seen) => decideLines(caller, seen)),
  'device.restart': operating,
  'device.resync': operating,
  'device.assign': changing('assignedTo'),
  'device.replace': changing('macAddress'),
  'device.retire': changing('retired'),
  'device.refer': ({ caller, standing, device }) =>
    onDevice(device, every(decideRole(caller, 'referToDevices'), decideSection(caller, standing, 'view')), (seen) => decideSeen(caller, seen)),
  'device.remove': ({ caller, standing, device }) => onDevice(device, decideSection(caller, standing, 'modify'), (seen) => decideRemove(caller, seen)),
  ...Object.fromEntries(Object.entries(BY_ROLE).map(([action, act]) => [action, ({ caller }: Asked) => decideRole(caller, act)])),
};

const onDevice = (device: Device | undefined, section: Access, decide: (device: Device) => Access): Access => every(section, device ? decide(device) : notSeen);

/** Row-level security let it through; this says by which rule. */
function decideSeen({ scope }: Caller, device: Device): Access {
  const shown = (rule: string, reason: string): Access => ({ allowed: true, rule, reason });
  if (scope.kind === 'provider') return shown('DIR-02a', 'The provider sees every device.');
  if (scope.kind === 'customer') return shown('DIR-03', 'The device is assigned to the customer.');
  if (device.managedBy === scope.resellerId) return shown('DIR-03', 'The reseller manages the device.');
  if (device.customerResellerId === scope.resellerId) return shown('INV-05', 'A customer of the reseller holds the device.');
  return shown('INV-05', 'It is shared with resellers and nobody holds it.');
}

interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly role: string;
  readonly reseller_id: string | null;
  readonly customer_id: string | null;
}

/** Says for a user, an action and a device yes or no, and by which rule. */
@Injectable()
export class Explain {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(DevicesSection) private readonly section: DevicesSection,
  ) {}

  async execute(
    asker: Caller,
    { action, subject, user }: { readonly action: string; readonly subject?: string | undefined; readonly user?: string | undefined },
  ): Promise<Access> {
    const decide = Object.hasOwn(ACTIONS, action) ? ACTIONS[action] : undefined;
    if (!decide) throw badRequest('action', `action is one of ${Object.keys(ACTIONS).join(', ')}`);
    const caller = user === undefined ? asker : await this.userOf(asker, user);
    const seen = await this.deviceOf(caller, subject);
    // What the asker itself does not see is not there, whoever else may see it.
    const device = seen && caller !== asker ? (await this.deviceOf(asker, subject)) && seen : seen;
    return decide({ caller, standing: await this.section.standingOf(caller), device });
  }

  private async deviceOf({ scope }: Caller, id: string | undefined): Promise<Device | undefined> {
    if (id === undefined || !isId(id)) return undefined;
    const [row] = await this.database.transaction(scope, (tx) => tx.query<DeviceRow>('select * from devices where id = $1', [id]));
    return row && deviceOf(row);
  }

  private async userOf(asker: Caller, id: string): Promise<Caller> {
    const find = (tx: Tx): Promise<UserRow[]> => tx.query<UserRow>('select * from users where id = $1 and deleted_at is null', [id]);
    const [row] = isId(id) && asker.role !== 'customer-user' ? await this.database.transaction(asker.scope, find) : [];
    const role = ROLES.find((known): known is Role => known === row?.role);
    if (!row || !role) throw notFound('user');
    return { id: row.id, name: row.name, role, scope: scopeOf(row) };
  }
}

function scopeOf({ id, role, reseller_id: resellerId, customer_id: customerId }: UserRow): Caller['scope'] {
  if (customerId !== null) return { kind: 'customer', customerId, resellerId, ...(role === 'customer-user' && { userId: id }) };
  return resellerId === null ? { kind: 'provider' } : { kind: 'reseller', resellerId };
}

const badRequest = (field: string, message: string): Refused =>
  new Refused(400, 'validation_failed', `Not accepted: ${message}.`, { errors: [{ code: 'is_in', field, message }] });
