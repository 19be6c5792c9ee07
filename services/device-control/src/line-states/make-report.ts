import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { type Caller, newId, Refused } from '@ringfleet/kernel';
import { Database } from '@ringfleet/persistence';
import { JobLoop, type Ports, PORTS, underLease } from '@ringfleet/service-kit';
import { writeCsv } from '@ringfleet/spreadsheets';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createGzip } from 'node:zlib';
import { type Registrar, REGISTRAR } from '../registrar/registrar.js';
import { type ReportLimits, settingsOf } from '../settings.js';
import type { Place } from './find-place.js';
import { BY_DEVICE, type LineFilter, type LineRow, linesOf } from './find-lines.js';
import { reportRows } from './report-rows.js';
import { type ReportFile, ReportTurns } from './report-turns.js';

const LOOK_MS = 200;
const FORGET_MS = 30_000;

/** Passes: another instance answers. */
class Stopping extends Error {
  override readonly name = 'Stopping';
  readonly transient = true;
}

/** Makes the line-states report, in its turn (EXP-04, EXP-05). */
@Injectable()
export class MakeReport implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly limits: ReportLimits;
  private readonly stopping = new AbortController();
  private readonly forgetting: JobLoop;

  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(Database) private readonly database: Database,
    @Inject(REGISTRAR) private readonly registrar: Registrar | null,
    @Inject(ReportTurns) private readonly turns: ReportTurns,
  ) {
    this.limits = settingsOf(ports.settings).reports;
    const round = (): Promise<boolean> => this.turns.forget().then(() => false);
    this.forgetting = new JobLoop({ name: 'forget-reports', log: ports.log, restMs: FORGET_MS, round });
  }

  onApplicationBootstrap(): void {
    this.forgetting.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort(new Stopping('This instance stops.'));
    await this.forgetting.stop();
  }

  /**
   * The file, once it is made; `gone` says that nobody waits for it any more, and is what it throws then. Throws `Refused` 408 `waited_too_long`, 500 `report_failed`, and
   * what `ReportTurns.ask` does.
   */
  async execute(caller: Caller, place: Place, filter: LineFilter, gone: AbortSignal): Promise<ReportFile> {
    const question = JSON.stringify([place.customerId, place.siteId, filter.state, filter.used, filter.q?.toLowerCase()]);
    const seenAs = caller.scope.kind === 'provider' ? 'provider' : 'tenant';
    const given = await this.turns.ask({ session: caller.id, customerId: place.customerId, question, seenAs });
    if (given.kind === 'take') return given.file;
    const ends = AbortSignal.any([gone, this.stopping.signal]);
    try {
      const file = given.kind === 'wait' ? await this.wait(given.id, ends) : undefined;
      return file ?? (await this.make(given.id, { caller, place, filter }, ends));
    } catch (error) {
      await this.turns.leave(given.id);
      throw error;
    }
  }

  /** The file that another asked for too; undefined when it is the report's own turn. */
  private async wait(id: string, ends: AbortSignal): Promise<ReportFile | undefined> {
    const until = performance.now() + this.limits.waitSeconds * 1_000;
    while (performance.now() < until) {
      ends.throwIfAborted();
      const given = await this.turns.look(id);
      if (given.kind === 'take') return given.file;
      if (given.kind === 'make') return undefined;
      await pause(LOOK_MS, undefined, { signal: ends }).catch(() => undefined);
    }
    throw new Refused(408, 'waited_too_long', `The report has waited for its turn for ${this.limits.waitSeconds} s. Ask again later.`);
  }

  private async make(
    id: string,
    asked: { readonly caller: Caller; readonly place: Place; readonly filter: LineFilter },
    ends: AbortSignal,
  ): Promise<ReportFile> {
    const held = { renew: () => this.turns.renew(id), log: this.ports.log, about: { reportId: id } };
    try {
      return await underLease(held, ends, async (signal) => {
        const { sql, params } = linesOf(asked.place, asked.filter, this.registrar !== null);
        const inTime = AbortSignal.any([signal, AbortSignal.timeout(this.limits.makeSeconds * 1_000)]);
        const lines = this.database.rows<LineRow>(asked.caller.scope, { sql: `${sql} order by ${BY_DEVICE}`, params }, inTime);
        const gzip = createGzip();
        const [content] = await Promise.all([buffer(gzip), pipeline(writeCsv(reportRows(lines)), gzip)]);
        await this.turns.finish(id, asked.place, content);
        return { id, content, ageSeconds: 0 };
      });
    } catch (error) {
      ends.throwIfAborted();
      throw this.failed(id, error);
    }
  }

  private failed(reportId: string, error: unknown): Refused {
    const incident = newId();
    this.ports.log.error({ err: error, incident, reportId }, 'a line-states report failed');
    return new Refused(
      500,
      'report_failed',
      `The report could not be made: something failed on our side. Ask again, or tell support the incident ${incident}.`,
      {
        extra: { incident },
      },
    );
  }
}
