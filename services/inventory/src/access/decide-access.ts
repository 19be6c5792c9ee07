import { type Access, type Act, type Caller, MAY } from '@ringfleet/kernel';
import type { Device } from '../devices/device.js';

export { type Access, decideSection } from '@ringfleet/kernel';

const allowed = (rule: string, reason: string): Access => ({ allowed: true, rule, reason });
const refused = (rule: string, reason: string): Access => ({ allowed: false, rule, reason });

/** DIR-03: what is not seen does not exist. */
export const notSeen: Access = refused('DIR-03', 'There is no such device.');

/** The lines of a device (DIR-02a, INV-05): of the provider any; of a reseller what it manages, holds or may take; of a customer its own. */
export function decideLines(
  { scope, role }: Pick<Caller, 'scope' | 'role'>,
  device: Pick<Device, 'managedBy' | 'customerId' | 'customerResellerId' | 'shared'>,
): Access {
  if (role === 'customer-user') return refused('DIR-02a', 'The role customer-user looks at devices and restarts them; it does not set lines.');
  if (scope.kind === 'provider') return allowed('DIR-02a', 'The provider sets the lines of every device.');
  if (scope.kind === 'customer') {
    return device.customerId === scope.customerId ? allowed('DIR-02a', 'A customer sets the lines of its devices.') : notSeen;
  }
  if (device.managedBy === scope.resellerId) return allowed('DIR-03', 'You manage the device.');
  if (device.customerResellerId === scope.resellerId) return allowed('INV-05', 'One of your customers holds the device.');
  if (device.managedBy === null && device.shared && device.customerId === null) return allowed('INV-05', 'It is shared with resellers and nobody holds it.');
  return notSeen;
}

/** DIR-02a, INV-05, IMP-05a: the provider removes any; a reseller those it manages; a customer those it added itself. */
export function decideRemove({ scope, role }: Pick<Caller, 'scope' | 'role'>, device: Pick<Device, 'managedBy' | 'customerId' | 'customerOwned'>): Access {
  if (role === 'customer-user') return refused('DIR-02a', 'The role customer-user removes no devices.');
  if (scope.kind === 'provider') return allowed('DIR-02a', 'The provider removes any device.');
  if (scope.kind === 'reseller') {
    return device.managedBy === scope.resellerId
      ? allowed('DIR-02a', 'You manage the device.')
      : refused('INV-05', 'Only who manages a device removes it; ask the provider.');
  }
  return device.customerId === scope.customerId && device.customerOwned && device.managedBy === scope.resellerId
    ? allowed('DIR-02a', 'You added the device yourself.')
    : refused('DIR-02a', 'A customer removes only devices that it added itself.');
}

/** By the names of the history: what who holds a shared device changes of it, and what a customer changes of its own. */
const OF_HOLDERS: ReadonlySet<string> = new Set(['assignedTo', 'site', 'profile', 'description', 'customOfReseller']);
const OF_CUSTOMERS: ReadonlySet<string> = new Set(['site', 'description']);

/** DIR-02a, INV-05: whether a field of a device may be changed; of the device at all where none is named. */
export function decideChange(
  { scope, role }: Pick<Caller, 'scope' | 'role'>,
  device: Pick<Device, 'managedBy' | 'customerId' | 'customerResellerId' | 'shared'>,
  field = 'description',
): Access {
  if (role === 'customer-user') return refused('DIR-02a', 'The role customer-user looks at devices and restarts them; it does not change them.');
  if (scope.kind === 'provider') return allowed('DIR-02a', 'The provider changes every device.');
  if (scope.kind === 'customer') {
    if (device.customerId !== scope.customerId) return notSeen;
    return OF_CUSTOMERS.has(field)
      ? allowed('DIR-02a', 'A customer changes description, site and lines of its devices.')
      : refused('DIR-02a', 'A customer changes description, site and lines of its devices alone; ask who manages it.');
  }
  if (device.managedBy === scope.resellerId) return allowed('DIR-02a', 'You manage the device.');
  if (device.managedBy !== null || (device.customerResellerId !== scope.resellerId && !(device.shared && device.customerId === null))) return notSeen;
  if (!OF_HOLDERS.has(field)) return refused('INV-05', 'Of a shared device this is the provider’s to change; ask it.');
  return device.customerId !== null || field === 'assignedTo'
    ? allowed('INV-05', 'It is shared with resellers; who holds it sets this.')
    : refused('INV-05', 'It is shared with resellers and nobody holds it: assign it to a customer of yours first.');
}

/** DIR-02a: whether the role may ever do it. */
export const decideRole = ({ role }: Pick<Caller, 'role'>, act: Act): Access =>
  MAY[act].some((may) => may === role)
    ? allowed('DIR-02a', `The role ${role} may do this, for whom it acts.`)
    : refused('DIR-02a', `The role ${role} may never do this.`);

/** The first that refuses, or the last: the one that says most about the device. */
export const every = (first: Access, ...more: readonly Access[]): Access => more.reduce((sofar, next) => (sofar.allowed ? next : sofar), first);
