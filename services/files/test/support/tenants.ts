import { create } from '@bufbuild/protobuf';
import { Permission, type TenantChanged, TenantChangedSchema, topics } from '@ringfleet/contracts';
import type { TestService } from '@ringfleet/testing/service-harness';

/** A customer as directory says it. */
export const customerState = (
  id: string,
  { resellerId = '', provisionDevices = Permission.MODIFY }: { readonly resellerId?: string; readonly provisionDevices?: Permission } = {},
): TenantChanged => create(TenantChangedSchema, { id, name: `Customer ${id}`, tenant: { case: 'customer', value: { resellerId, provisionDevices } } });

export const tellTenants = (service: TestService, states: readonly TenantChanged[], sequence = 1): Promise<void> =>
  service.tell(
    topics.tenants,
    states.map((message) => ({ key: message.id, sequence, message })),
  );
