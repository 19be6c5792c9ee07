import { setTimeout as moment } from 'node:timers/promises';
import type { Api } from '../../support/api.js';
import type { ImportView } from '../../support/views.js';

const LOOK_MS = 50;
const ANSWERS_WITHIN_MS = 5_000;
const WITHIN_MS = 12 * 60_000;

/** An import that was accepted, looked at by a client that does not mind failures and asks again. */
export class ImportUnderWay {
  constructor(
    private readonly api: Api,
    readonly id: string,
  ) {}

  /** Whether it got so far, a share of its rows, before its end. */
  async reaches(share: number): Promise<boolean> {
    const view = await this.until(
      ({ counts, finishedAt }) => finishedAt !== null || (counts.rows > 0 && (counts.rows - counts.notReached) / counts.rows >= share),
    );
    return view.finishedAt === null;
  }

  async is(state: ImportView['state']): Promise<void> {
    await this.until((view) => view.state === state || view.finishedAt !== null);
  }

  ended(): Promise<ImportView> {
    return this.until(({ finishedAt }) => finishedAt !== null);
  }

  /** How it stands; undefined where nobody says so just now. */
  async view(): Promise<ImportView | undefined> {
    try {
      const { status, body } = await this.api.request<ImportView>(`/api/v1/imports/${this.id}`, { signal: AbortSignal.timeout(ANSWERS_WITHIN_MS) });
      return status === 200 ? body : undefined;
    } catch {
      return undefined;
    }
  }

  private async until(holds: (view: ImportView) => boolean): Promise<ImportView> {
    const late = Date.now() + WITHIN_MS;
    let last: ImportView | undefined;
    for (;;) {
      const view = await this.view();
      if (view && holds(view)) return view;
      last = view ?? last;
      if (Date.now() > late) throw new Error(`Not there after ${WITHIN_MS / 60_000} minutes: ${JSON.stringify(last)}`);
      await moment(LOOK_MS);
    }
  }
}
