import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId } from '@ringfleet/kernel';
import type { Tx } from '@ringfleet/persistence';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { TO_REFER } from '../records/found.js';
import { unknownReference } from '../records/refer.js';
import { saveNew } from '../records/save.js';
import { Reseller } from '../resellers/reseller.js';
import { Customer, type ProvisionDevices } from './customer.js';
import { customerOf, type CustomerView } from './list-customers.js';

export interface CreateCustomerCommand {
  readonly name: string;
  /** Absent or null: the caller's own, which is a direct customer for the provider. */
  readonly resellerId?: string | null;
  /** Absent: modify (DIR-05). */
  readonly provisionDevices?: ProvisionDevices;
}

@Injectable()
export class CreateCustomer {
  constructor(@Inject(PORTS) private readonly ports: Ports) {}

  async execute(tx: Tx, caller: Caller, command: CreateCustomerCommand): Promise<CustomerView> {
    const at = this.ports.clock();
    const resellerId = await ownerOf(tx, caller, command.resellerId);
    const customer = new Customer({ id: newId(), name: command.name, resellerId, provisionDevices: command.provisionDevices ?? 'modify' }, at);
    await saveNew(tx, customer, { by: caller, at });
    return customerOf(tx, customer.id);
  }
}

async function ownerOf(tx: Tx, { scope }: Caller, named: string | null | undefined): Promise<string | null> {
  const wanted = named || (scope.kind === 'reseller' ? scope.resellerId : null);
  if (wanted && !(await tx.em.findOne(Reseller, { id: wanted, closingSince: null }, TO_REFER))) throw unknownReference('resellerId', 'unknown_reseller');
  return wanted;
}
