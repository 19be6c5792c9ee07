import type { Logger } from '@ringfleet/observability';
import type { SubscriptionOptions } from '../event-log.js';
import type { Membership } from '../lasting-subscription.js';
import { FormerMembers } from './former-members.js';
import { GroupMember } from './group-member.js';
import type { KafkaClient } from './kafka-client.js';
import { positionsOf } from './positions.js';

/** With as many consumers as it takes: kafkajs gives up after some tries, and never where it thinks it is no use. */
export function kafkaMembership(client: KafkaClient, log: Logger, options: SubscriptionOptions): Membership {
  const former = new FormerMembers(options.group);
  return {
    attend: (signal, moved) => new GroupMember({ client, options, log, former, moved }).run(signal),
    positions: (topics) => positionsOf(client, options.group, topics),
    lookEveryMs: 500,
  };
}
