import { Inject, Injectable } from '@nestjs/common';
import { type Caller, Refused } from '@ringfleet/kernel';
import { type Ports, PORTS } from '@ringfleet/service-kit';
import { Mailbox, MINE } from './mailbox.js';

/** Marks every notification of the caller read. */
@Injectable()
export class MarkAllRead {
  constructor(
    @Inject(Mailbox) private readonly mailbox: Mailbox,
    @Inject(PORTS) private readonly ports: Ports,
  ) {}

  /**
   * Answers how many were unread. Throws `Refused` 409 `count_changed` where they were not as many as the caller expected: one it has not seen came meanwhile.
   */
  async execute(caller: Caller, expectedCount: number | undefined): Promise<number> {
    return this.mailbox.open(caller, async (tx) => {
      const marked = await tx.query(`update notifications set read_at = $1 where ${MINE} and read_at is null returning id`, [this.ports.clock()]);
      if (expectedCount === undefined || expectedCount === marked.length) return marked.length;
      throw new Refused(409, 'count_changed', `There are ${marked.length} unread notifications now. Nothing was marked: look at the list again.`, {
        extra: { count: marked.length },
      });
    });
  }
}
