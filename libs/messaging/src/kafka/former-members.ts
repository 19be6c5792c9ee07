import type { Broker, Cluster } from 'kafkajs';

/** What a broker of kafkajs can do and its types do not tell. */
interface Coordinator extends Broker {
  leaveGroup(member: { readonly groupId: string; readonly memberId: string }): Promise<unknown>;
}

/**
 * Under which ids one has been a member of a group. kafkajs begins each membership with a new id, and says nothing to a group whose broker is away: a group
 * that comes back knows the earlier ids, and shares nothing out before their sessions have ended, unless it is told that they have left.
 */
export class FormerMembers {
  private readonly ids = new Set<string>();

  constructor(private readonly groupId: string) {}

  /** Of a membership that will be a former one when the next begins. */
  add(id: string): void {
    this.ids.add(id);
  }

  async leave(cluster: Cluster): Promise<void> {
    if (this.ids.size === 0) return;
    const { groupId } = this;
    const coordinator = (await cluster.findGroupCoordinator({ groupId })) as Coordinator;
    for (const memberId of this.ids) {
      await coordinator.leaveGroup({ groupId, memberId }).catch((error: { readonly type?: string }) => {
        if (error.type !== 'UNKNOWN_MEMBER_ID') throw error;
      });
      this.ids.delete(memberId);
    }
  }
}
