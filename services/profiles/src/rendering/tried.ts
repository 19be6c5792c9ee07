import { Inject, Injectable } from '@nestjs/common';
import { type Refusal, Refused, type Scope } from '@ringfleet/kernel';
import { Database, type Tx } from '@ringfleet/persistence';
import { createHash } from 'node:crypto';
import { peopleOf, Rendering } from './rendering.js';
import { MOST_TRIALS, type Trial } from './trials.js';

const WITHIN_MS = 20_000;
const MOST_ERRORS = 10;
const MOST_ROUNDS = 3;

/** What a change comes to, and which templates phones would then get. */
export interface Outcome<T> {
  readonly value: T;
  readonly trials: readonly Trial[];
}

/**
 * Carries out a change only if every template that phones would get by it can be rendered (PRV-02). It is carried out once and undone, to learn what they would get; that is rendered
 * while no lock is held; then it is carried out again, and stays if they would still get just that. The sample of devices is only rendered: what is said of these changes all the time.
 */
@Injectable()
export class Tried {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Rendering) private readonly rendering: Rendering,
  ) {}

  /** Throws what `work` throws; `Refused` 422 `template_fails` with file, line and what is at fault, `too_many_templates`; 409 `changed_meanwhile`. */
  async run<T>(scope: Scope, work: (tx: Tx) => Promise<Outcome<T>>): Promise<T> {
    let tried = hashOf([]);
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const outcome = await this.attempt(scope, tried, work);
      if (!(outcome instanceof Undone)) return outcome.value;
      await this.render(ownerIn(scope), outcome.trials);
      tried = hashOf(outcome.trials);
    }
    throw new Refused(409, 'changed_meanwhile', 'The profiles that it inherits from are being changed: try again.');
  }

  private async attempt<T>(scope: Scope, tried: string, work: (tx: Tx) => Promise<Outcome<T>>): Promise<Outcome<T> | Undone> {
    try {
      return await this.database.transaction(scope, async (tx) => {
        const outcome = await work(tx);
        if (hashOf(outcome.trials) !== tried) throw new Undone(outcome.trials);
        return outcome;
      });
    } catch (error) {
      if (error instanceof Undone) return error;
      throw error;
    }
  }

  private async render(owner: string, trials: readonly Trial[]): Promise<void> {
    if (trials.length > MOST_TRIALS)
      throw failed('too_many_templates', `More than ${MOST_TRIALS} files would have to be tried: cover fewer models, or inherit less.`);
    const until = Date.now() + WITHIN_MS;
    const errors = new Map<string, Refusal>();
    for (const { of, lines, file, job, isSample } of trials) {
      if (errors.size === MOST_ERRORS || (errors.size > 0 && Date.now() > until)) break;
      if (Date.now() > until) throw failed('template_fails', 'Its templates take too long.');
      const rendered = await this.rendering.render(owner, job());
      if (!('refusal' in rendered)) continue;
      // What somebody wrote of a device is that phone's to miss (503, on record), and keeps nobody from publishing.
      if (isSample && rendered.refusal.code === 'bad_data') continue;
      const { code, message, line, expression } = rendered.refusal;
      const place = [line === null ? '' : `line ${line}`, expression ?? ''].filter((part) => part !== '').join(', ');
      const fault = JSON.stringify([of, file, place, code, message]);
      // Of a phone with no line, one and all the same is said once.
      if (!errors.has(fault))
        errors.set(fault, { field: file, code, message: `${of}, ${lines}${place && ` – ${place}`}: ${message}`, ...(line !== null && { line }) });
    }
    if (errors.size > 0) throw failed('template_fails', 'Phones would get no configuration by it: mend the templates.', [...errors.values()]);
  }
}

/** Rolls back what was carried out to learn what it comes to. */
class Undone extends Error {
  override readonly name = 'Undone';
  constructor(readonly trials: readonly Trial[]) {
    super('Carried out to learn what it comes to.');
  }
}

function hashOf(trials: readonly Trial[]): string {
  const hash = createHash('sha256');
  for (const { of, lines, file, madeOf, isSample } of trials) if (!isSample) hash.update(JSON.stringify([of, lines, file, madeOf]));
  return hash.digest('hex');
}

/** All of a reseller's people take one turn. */
export const ownerIn = (scope: Scope): string => peopleOf(scope.kind === 'reseller' ? scope.resellerId : scope.kind);

const failed = (code: string, message: string, errors: readonly Refusal[] = []): Refused => new Refused(422, code, message, { errors });
