import { decideCustomer, type PortRefusal, refusal } from './decide-customer.js';
import type { Cause, Device } from '../devices/device.js';
import type { Customer } from '../tenants/tenant.js';

/** An account as inventory knows it from directory's events. */
export interface Account {
  readonly id: string;
  readonly number: string;
  readonly extension: string | null;
  readonly displayName: string | null;
  readonly customerId: string;
  readonly isPhone: boolean;
}

export interface UsedPort {
  readonly port: number;
  readonly accountId: string;
}

/** Taking a line: what it is decided by. */
export interface Take {
  readonly device: Device;
  readonly used: readonly UsedPort[];
  readonly port: number;
  readonly account: Account;
  /** The account's. */
  readonly customer: Customer;
  readonly cause: Cause;
}

export type LineDecision =
  | { readonly kind: 'taken'; readonly device: Device }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly refusal: PortRefusal };

/** Whether an account takes a port (INV-07, INV-08, INV-17), and what the device is then: one of nobody becomes its customer's (DIR-05, INV-06). Whether the caller may is decided before. */
export function decideTake(take: Take): LineDecision {
  const { device, used, port, account, customer, cause } = take;
  if (used.some((line) => line.port === port && line.accountId === account.id)) return { kind: 'unchanged' };
  const refused = lineRefusal(take) ?? (device.customerId === null ? decideCustomer(device, customer, 'accountId') : undefined);
  if (refused) return { kind: 'refused', refusal: refused };
  return {
    kind: 'taken',
    device: {
      ...device,
      customerId: customer.id,
      customerResellerId: customer.resellerId,
      usedPorts: device.usedPorts + 1,
      lines: { ...device.lines, [port]: account.id },
      version: device.version + 1,
      cause,
    },
  };
}

function lineRefusal({ device, used, port, account }: Take): PortRefusal | undefined {
  if (port >= device.totalPorts) return refusal(422, 'no_such_port', 'port', `The device has ${device.totalPorts} ports, from 0 to ${device.totalPorts - 1}.`);
  if (!account.isPhone) return refusal(422, 'not_a_phone', 'accountId', `The account ${account.number} is no phone terminal; only those sit on ports.`);
  if (device.retired) return refusal(422, 'device_retired', 'port', 'The device is retired; put it back into use first.');
  // Of two customers whom the caller sees both; of any other nothing is known.
  if (device.customerId !== null && device.customerId !== account.customerId) {
    return refusal(409, 'device_of_another_customer', 'accountId', 'The device is assigned to another customer than the account is of.');
  }
  if (used.some((line) => line.port === port)) return refusal(409, 'port_in_use', 'port', `Another account sits on port ${port}; take it off first.`);
  const other = used.find((line) => line.accountId === account.id);
  if (other) return refusal(409, 'account_on_another_port', 'accountId', `The account sits on port ${other.port} of the device already.`);
  return undefined;
}

/** The device without the account on one of its ports; it stays its customer's. */
export function withoutLine(device: Device, port: number, cause: Cause): Device {
  const lines = Object.fromEntries(Object.entries(device.lines ?? {}).filter(([used]) => Number(used) !== port));
  return { ...device, usedPorts: device.usedPorts - 1, lines, version: device.version + 1, cause };
}
