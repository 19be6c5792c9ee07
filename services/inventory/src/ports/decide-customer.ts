import type { Caller, Refusal } from '@ringfleet/kernel';
import type { Cause, Device } from '../devices/device.js';
import type { Customer } from '../tenants/tenant.js';

/** A refusal with the status that says it over HTTP. */
export interface PortRefusal extends Refusal {
  readonly status: number;
}

export const refusal = (status: number, code: string, field: string, message: string): PortRefusal => ({ status, code, field, message });

/** Whether a device of nobody may go to a customer (INV-06, DIR-05). */
export function decideCustomer(device: Pick<Device, 'managedBy' | 'shared'>, customer: Customer, field: string): PortRefusal | undefined {
  const fits = device.managedBy === null ? customer.resellerId === null || device.shared : customer.resellerId === device.managedBy;
  if (!fits) return refusal(422, 'customer_of_another_reseller', field, `${customer.name} is not a customer of whoever manages the device.`);
  if (customer.permission === 'view')
    return refusal(422, 'customer_view_only', field, `${customer.name} may only view devices; give it the permission to modify first.`);
  if (customer.permission === 'none')
    return refusal(422, 'customer_permission_none', field, `${customer.name} may not have devices; give it the permission to modify first.`);
  return undefined;
}

/** Assigning a device to a customer, or to nobody. */
export interface Assignment {
  readonly device: Device;
  readonly customer: Customer | null;
  readonly caller: Pick<Caller, 'scope'>;
  readonly cause: Cause;
}

export type AssignmentDecision =
  | { readonly kind: 'assigned'; readonly device: Device }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refusal: PortRefusal };

/** INV-05, INV-06, INV-08a, INV-17: it clears the site, which belongs to the customer. */
export function decideAssignment({ device, customer, caller, cause }: Assignment): AssignmentDecision {
  if ((customer?.id ?? null) === device.customerId) return { kind: 'unchanged' };
  const refused = obstacle(device, caller) ?? (customer ? decideCustomer(device, customer, 'customerId') : undefined);
  if (refused) return { kind: 'refused', refusal: refused };
  return {
    kind: 'assigned',
    device: { ...device, customerId: customer?.id ?? null, customerResellerId: customer?.resellerId ?? null, siteId: null, version: device.version + 1, cause },
  };
}

function obstacle(device: Device, { scope }: Pick<Caller, 'scope'>): PortRefusal | undefined {
  if (scope.kind === 'customer') return refusal(403, 'not_permitted', 'customerId', 'A customer does not assign devices; ask who manages it.');
  if (device.usedPorts > 0) return refusal(409, 'port_in_use', 'customerId', `Accounts use ${device.usedPorts} of the ports; take them off first.`);
  if (device.customerOwned) return refusal(409, 'customer_owned', 'customerId', 'The device is the property of its customer; clear that mark first.');
  if (device.retired) return refusal(422, 'device_retired', 'customerId', 'The device is retired; put it back into use first.');
  return undefined;
}
