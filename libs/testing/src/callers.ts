import { create } from '@bufbuild/protobuf';
import { Permission, topics, type UserChanged, UserChangedSchema } from '@ringfleet/contracts';
import type { TestService, Who } from './service-harness.js';
import { roleOf } from './test-issuer.js';

/** A caller by its id. */
export type Known = Who & { readonly id: string };

/** The states that directory would say of service keys for these callers: whom directory does not know has no permission at a customer (DIR-04). */
export const keyState = ({ id, name = 'A key', resellerId, customerId, ...who }: Known): UserChanged =>
  create(UserChangedSchema, {
    id,
    name,
    role: roleOf({ resellerId, customerId, ...who }),
    resellerId: resellerId ?? '',
    customerId: customerId ?? '',
    serviceKey: true,
  });

export const userState = (who: Known, provisionDevices: Permission): UserChanged =>
  create(UserChangedSchema, { ...keyState(who), provisionDevices, serviceKey: false });

export const tellCallers = (service: TestService, states: readonly UserChanged[], sequence = 1): Promise<void> =>
  service.tell(
    topics.users,
    states.map((message) => ({ key: message.id, sequence, message })),
  );
