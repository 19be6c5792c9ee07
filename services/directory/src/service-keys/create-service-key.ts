import { Inject, Injectable } from '@nestjs/common';
import { type Caller, newId, type Role } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { hashSecret, newSecret } from '@ringfleet/secrets';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Customer } from '../customers/customer.js';
import { unknownReference } from '../records/refer.js';
import { Reseller } from '../resellers/reseller.js';
import { serviceKeyOf, type ServiceKeyView } from './list-service-keys.js';
import { type KeyOwner, requireFittingOwner, ServiceKey } from './service-key.js';

export interface CreateServiceKeyCommand {
  readonly name: string;
  readonly role: Role;
  readonly resellerId?: string | null;
  readonly customerId?: string | null;
}

/** The only answer that ever shows the secret. */
export interface NewServiceKeyView extends ServiceKeyView {
  readonly clientSecret: string;
}

@Injectable()
export class CreateServiceKey {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  execute(caller: Caller, command: CreateServiceKeyCommand): Promise<NewServiceKeyView> {
    const clientSecret = newSecret();
    return this.database.transaction(caller.scope, async (tx) => {
      const owner = await ownerOf(tx, caller, command);
      requireFittingOwner(caller.scope, command.role, owner);
      const { name, role } = command;
      const key = new ServiceKey({ id: newId(), name, role, secretHash: hashSecret(clientSecret), ...owner }, this.ports.clock());
      tx.em.persist(key);
      await tx.em.flush();
      return { ...(await serviceKeyOf(tx, key.id)), clientSecret };
    });
  }
}

/** What the caller may not see is unknown (DIR-03). A customer's key carries the customer's reseller; a reseller's own key need not name it. */
async function ownerOf(tx: Tx, { scope }: Caller, { role, resellerId, customerId }: CreateServiceKeyCommand): Promise<KeyOwner> {
  if (resellerId && !(await tx.em.findOne(Reseller, { id: resellerId }))) throw unknownReference('resellerId', 'unknown_reseller');
  if (customerId) {
    const customer = await tx.em.findOne(Customer, { id: customerId });
    if (!customer || (resellerId && customer.resellerId !== resellerId)) throw unknownReference('customerId', 'unknown_customer');
    return { customerId, resellerId: customer.resellerId };
  }
  const own = role === 'reseller-admin' && scope.kind === 'reseller' ? scope.resellerId : null;
  return { customerId: null, resellerId: resellerId ?? own };
}
