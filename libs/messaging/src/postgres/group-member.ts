import { Bell, Turns } from '@ringfleet/kernel';
import type { Logger } from '@ringfleet/observability';
import { backOff } from '../back-off.js';
import type { LogRecord, SubscriptionOptions } from '../event-log.js';
import { sizeOf } from '../record-codec.js';
import type { Session } from '../session.js';
import { GroupPlaces, type Place } from './group-places.js';
import { BYTES_A_READ, readRecords } from './read-batches.js';
import { APPENDED, REGROUPED } from './schema.js';

const LOOK_EVERY_MS = 1_000;
const MAX_RECORDS = 1_000;
const PARTITIONS_AT_ONCE = 4;

/** A partition that this member owns. */
interface Owned {
  readonly place: Place;
  next: bigint;
  end: bigint;
  /** The work under way on it. */
  work: Promise<void> | undefined;
  /** It is another member's turn once the work under way is done. */
  leaving: boolean;
  failures: number;
  /** Milliseconds of the clock since the process started. */
  pausedUntil: number;
}

export interface MemberParts {
  readonly session: Session;
  readonly options: SubscriptionOptions;
  readonly log: Logger;
  /** Called when the group has moved on in a partition. */
  readonly moved: () => void;
}

/**
 * What a subscription does during one session: it takes its fair share of the group's partitions and hands their records to `onBatch`, each partition in order,
 * a few of them at a time. What it owns is free for others as soon as the session ends, however it ends.
 */
export class GroupMember {
  private readonly places: GroupPlaces;
  private readonly owned = new Map<number, Owned>();
  private readonly turns = new Turns(PARTITIONS_AT_ONCE);
  private readonly bell = new Bell();
  private regroup = true;
  private lookedAt = 0;

  constructor(private readonly parts: MemberParts) {
    this.places = new GroupPlaces(parts.session, parts.options.group, parts.options.topics);
  }

  /** Works until told to stop, then finishes the batches under way and gives the partitions back. Rejects when the session is lost, with no batch under way any more. */
  async run(stop: AbortSignal): Promise<void> {
    const { lost } = this.parts.session;
    for (const signal of [stop, lost]) signal.addEventListener('abort', this.bell.ring, { once: true });
    try {
      await this.listen();
      await this.places.join();
      while (!stop.aborted && !lost.aborted) {
        await this.look();
        if (!stop.aborted) this.startWork(stop);
        await this.bell.wait(LOOK_EVERY_MS);
      }
    } finally {
      await Promise.all([...this.owned.values()].flatMap(({ work }) => work ?? []));
      stop.removeEventListener('abort', this.bell.ring);
    }
    await this.places.leave();
  }

  private async listen(): Promise<void> {
    const { group, topics } = this.parts.options;
    await this.parts.session.listen(APPENDED, (topic) => {
      if (topics.includes(topic)) this.bell.ring();
    });
    await this.parts.session.listen(REGROUPED, (name) => {
      if (name !== group) return;
      this.regroup = true;
      this.bell.ring();
    });
  }

  /** Sees to its share of the partitions, and how far the group is in them. */
  private async look(): Promise<void> {
    const now = performance.now();
    if (this.regroup || now - this.lookedAt >= LOOK_EVERY_MS) {
      this.regroup = false;
      this.lookedAt = now;
      await this.takeShare();
    }
    for (const { id, next, end } of await this.places.progress([...this.owned.keys()])) {
      const owned = this.owned.get(id);
      if (!owned) continue;
      owned.end = end;
      if (!owned.work && next > owned.next) owned.next = next;
    }
  }

  /** Owns its share of each topic's partitions, and gives back what is more. */
  private async takeShare(): Promise<void> {
    const places = await this.places.list();
    for (const topic of this.parts.options.topics) {
      const all = places.filter((place) => place.topic === topic);
      const mine = all.flatMap(({ id }) => this.owned.get(id) ?? []).filter(({ leaving }) => !leaving);
      const share = all[0]?.share ?? 0;
      for (const surplus of mine.slice(share)) surplus.leaving = true;
      if (mine.length < share) await this.own(all, share - mine.length);
    }
    const idle = [...this.owned.values()].filter(({ leaving, work }) => leaving && !work).map(({ place }) => place.id);
    for (const id of idle) this.owned.delete(id);
    if (idle.length > 0) await this.places.release(idle);
  }

  private async own(places: readonly Place[], count: number): Promise<void> {
    const free = places.filter(({ id }) => !this.owned.has(id));
    const ids = await this.places.own(
      free.map(({ id }) => id),
      count,
    );
    for (const place of free) {
      if (ids.includes(place.id)) this.owned.set(place.id, { place, next: 0n, end: 0n, work: undefined, leaving: false, failures: 0, pausedUntil: 0 });
    }
  }

  private startWork(stop: AbortSignal): void {
    for (const owned of this.owned.values()) {
      if (owned.work || owned.leaving || owned.next >= owned.end || owned.pausedUntil > performance.now()) continue;
      owned.work = this.workOn(owned, stop).finally(() => {
        owned.work = undefined;
        if (owned.leaving) this.regroup = true;
        this.bell.ring();
      });
    }
  }

  /** Batch after batch to the end as it is known; each waits for its turn among the partitions. */
  private async workOn(owned: Owned, stop: AbortSignal): Promise<void> {
    const { session, log, options } = this.parts;
    const mayGoOn = (): boolean => owned.next < owned.end && !owned.leaving && !stop.aborted && !session.lost.aborted;
    try {
      while (mayGoOn()) {
        await this.turns.take(async () => {
          if (mayGoOn()) await this.handBatch(owned, stop);
        });
      }
    } catch (error) {
      owned.failures++;
      const pause = backOff(owned.failures);
      owned.pausedUntil = performance.now() + pause;
      setTimeout(this.bell.ring, pause).unref();
      const { topic, partition } = owned.place;
      log.warn(
        { err: error, group: options.group, topic, partition, offset: owned.next.toString(), again: Math.round(pause) },
        'a partition waits: its batch was not processed',
      );
    }
  }

  private async handBatch(owned: Owned, stop: AbortSignal): Promise<void> {
    const { session, options, moved } = this.parts;
    const batch = [...(await this.recordsBehind(owned, []))];
    const more = async (): Promise<readonly LogRecord[]> => {
      const ends = owned.leaving || stop.aborted || session.lost.aborted || this.turns.areAwaited;
      const records = ends ? [] : await this.recordsBehind(owned, batch);
      batch.push(...records);
      return records;
    };
    if (batch.length > 0) await options.onBatch([...batch], session.lost, more);
    // Without records, retention has removed all up to the end that was known before.
    const last = batch.at(-1);
    const next = last ? last.offset + 1n : owned.end;
    await this.places.moveOn(owned.place.id, next);
    owned.next = next;
    owned.failures = 0;
    moved();
  }

  /** The next records of a partition behind those of the batch, as far as it has room. */
  private async recordsBehind({ place: { topic, partition }, next }: Owned, batch: readonly LogRecord[]): Promise<readonly LogRecord[]> {
    const { session, options } = this.parts;
    const limit = (options.maxRecords ?? MAX_RECORDS) - batch.length;
    const last = batch.at(-1);
    if (limit <= 0 || batch.reduce((sum, record) => sum + sizeOf(record), 0) >= BYTES_A_READ) return [];
    return readRecords((sql, params) => session.query(sql, params), { topic, partition, from: last ? last.offset + 1n : next, limit });
  }
}
