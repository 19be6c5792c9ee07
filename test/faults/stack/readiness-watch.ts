import { setTimeout as moment } from 'node:timers/promises';
import { runningStack } from './running-stack.js';

const LOOK_MS = 200;

/** Looks at the readiness of every process all the time, as an orchestrator does. */
export class ReadinessWatch {
  private readonly reds = new Set<string>();
  private readonly stopped = new AbortController();
  private readonly looking: Promise<void>;

  constructor() {
    this.looking = this.look();
  }

  /** Ends it; the services of which a process was seen red, sorted: inventory, not inventory-2. */
  async stop(): Promise<readonly string[]> {
    this.stopped.abort();
    await this.looking;
    return [...new Set([...this.reds].map((instance) => instance.replace(/-\d+$/, '')))].toSorted(); // 'inventory-2' → 'inventory'
  }

  private async look(): Promise<void> {
    while (!this.stopped.signal.aborted) {
      await Promise.all(runningStack.instances().map((instance) => this.lookAt(instance)));
      await moment(LOOK_MS);
    }
  }

  private async lookAt(instance: string): Promise<void> {
    const answer = await runningStack.asks(instance, '/ready');
    if (!answer?.ok && !this.stopped.signal.aborted) this.reds.add(instance);
  }
}
