import { Controller, Get, Inject } from '@nestjs/common';
import { CurrentCaller } from '@ringfleet/access';
import type { Caller, Role } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import type { ProvisionDevices } from '../customers/customer.js';
import { type Named, namedOrNull } from '../records/views.js';

/** Who is calling, and for whom. */
interface MeView {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly reseller: Named | null;
  readonly customer: (Named & { readonly provisionDevices: ProvisionDevices }) | null;
}

@Controller('api/v1/me')
export class MeController {
  constructor(@Inject(Database) private readonly database: Database) {}

  @Get()
  me(@CurrentCaller() { id, name, role, scope }: Caller): Promise<MeView> {
    const resellerId = 'resellerId' in scope ? scope.resellerId : null;
    const customerId = 'customerId' in scope ? scope.customerId : null;
    return this.database.transaction(scope, async (tx) => {
      const [reseller] = await tx.query<Named>('select id, name from resellers where id = $1', [resellerId]);
      const [customer] = await tx.query<Named & { provision_devices: ProvisionDevices }>('select id, name, provision_devices from customers where id = $1', [
        customerId,
      ]);
      return {
        id,
        name,
        role,
        reseller: namedOrNull(resellerId, reseller?.name ?? null),
        customer: customer ? { id: customer.id, name: customer.name, provisionDevices: customer.provision_devices } : null,
      };
    });
  }
}
