import type { Refusal } from '@ringfleet/kernel';
import type { Device } from '../devices/device.js';
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
