import { type RegistrationChanged, RegistrationStatus } from '@ringfleet/contracts';
import type { Kamailio } from '@ringfleet/testing';
import { setTimeout as pause } from 'node:timers/promises';
import { Control } from '../support/control.js';
import { KeptRegistrations } from './kept-registrations.js';
import { type Figures, figuresOf } from './lateness.js';
import { RoamingPhone } from './roaming-phone.js';
import { StatusWatch } from './status-watch.js';

const WITHIN_MS = 60_000;
const LOOK_MS = 50;
const STAYS_S = 600;
const RUNS_OUT_S = 5;
const [HOME, ELSEWHERE] = ['127.0.0.1', '127.0.0.2'];
// Registrars count whole seconds.
const APART_MS = 2_000;

export interface Pace {
  readonly count: number;
  readonly perSecond: number;
}

const is =
  (...statuses: readonly RegistrationStatus[]) =>
  ({ status }: RegistrationChanged): boolean =>
    statuses.includes(status);

// The registrar's clock of whole seconds turns a few milliseconds after that of this process.
const leastEnd = ({ askedAt }: RoamingPhone): number => (Math.floor(askedAt / 1_000) - 1 + STAYS_S) * 1_000;

/** What phones do after they have first registered: from the answer that the phone got, or from its registration's end, to the event that others get, or to what is kept where there is none. */
export async function phoneLife(kamailio: Kamailio, pace: Pace): Promise<readonly Figures[]> {
  // The first is aged still when the last has run out.
  const agedSeconds = Math.ceil(pace.count / pace.perSecond) + 20;
  const control = await Control.start(kamailio, { RINGFLEET_REGISTRAR_AGED_SECONDS: String(agedSeconds) });
  const macs = Array.from({ length: pace.count }, (_, index) => `805ec0${index.toString(16).padStart(6, '0')}`);
  const ids = await control.devices(macs.map((mac) => ({ mac: mac.toUpperCase() })));
  const watch = StatusWatch.of(control.service.ports.eventLog, ids);
  const kept = await KeptRegistrations.of(control.service.database.appUrl);
  const phones = ids.map((id, index) => new RoamingPhone(kamailio.port, id, macs[index] ?? ''));
  const life = new PhoneLife(control, watch, kept, phones, pace.perSecond);
  await life.start(HOME);
  const figures = [await life.told('register', STAYS_S, is(RegistrationStatus.REGISTERED)), await life.shown('refresh')];
  await life.start(ELSEWHERE);
  figures.push(await life.told('come from another address', STAYS_S, ({ remoteIp }) => remoteIp === ELSEWHERE));
  await life.start(ELSEWHERE);
  figures.push(await life.shown('start again'), await life.told('leave', 0, is(RegistrationStatus.UNREGISTERED)));
  figures.push(await life.throughKill(kamailio), ...(await life.runOut(agedSeconds)));
  for (const phone of phones) phone.close();
  await watch.end();
  await kept.close();
  await control.stop();
  return figures;
}

class PhoneLife {
  constructor(
    private readonly control: Control,
    private readonly watch: StatusWatch,
    private readonly kept: KeptRegistrations,
    private readonly phones: readonly RoamingPhone[],
    private readonly perSecond: number,
  ) {}

  async start(from: string): Promise<void> {
    await Promise.all(this.phones.map((phone) => phone.start(from)));
  }

  /** What others are told of. */
  async told(what: string, seconds: number, isReached: (told: RegistrationChanged) => boolean): Promise<Figures> {
    await this.paced(this.phones, (phone) => phone.register(seconds));
    return this.sinceAnswers(what, isReached);
  }

  /** What is no event: the registration lasts longer now. When it is kept is measured; that the API says so is looked at after it. */
  async shown(what: string): Promise<Figures> {
    await pause(APART_MS);
    const begun = Date.now();
    const registering = this.paced(this.phones, (phone) => phone.register(STAYS_S));
    const late = begun + (this.phones.length / this.perSecond) * 1_000 + WITHIN_MS;
    const reached = new Map<string, number>();
    while (reached.size < this.phones.length && Date.now() < late) {
      await pause(LOOK_MS);
      const ends = await this.kept.ends();
      const extended = this.phones.filter((phone) => phone.askedAt >= begun && (ends.get(phone.deviceId) ?? 0) >= leastEnd(phone));
      for (const { deviceId } of extended) if (!reached.has(deviceId)) reached.set(deviceId, Date.now());
    }
    await registering;
    for (const phone of this.phones) if (!(await this.isInApi(phone))) reached.delete(phone.deviceId);
    return figuresOf(
      what,
      this.since(reached, ({ answeredAt }) => answeredAt),
    );
  }

  /** Half of the phones have registered when the registrar is killed. Whom it forgot comes again, as phones do; the others ask until they are answered. */
  async throughKill(kamailio: Kamailio): Promise<Figures> {
    let nobodyAnswersAt = 0;
    const killing = async (): Promise<void> => {
      await kamailio.kill();
      // What it answered before is read by now.
      await pause(LOOK_MS);
      nobodyAnswersAt = Date.now();
      await kamailio.start();
    };
    let restarted = Promise.resolve();
    const middle = this.phones[Math.floor(this.phones.length / 2)];
    await this.paced(this.phones, (phone) => {
      if (phone === middle) restarted = killing();
      return phone.register(STAYS_S);
    });
    await restarted;
    const forgotten = this.phones.filter(({ answeredAt }) => answeredAt < nobodyAnswersAt);
    await this.watch.untilAll(
      is(RegistrationStatus.AGED, RegistrationStatus.UNREGISTERED),
      WITHIN_MS,
      forgotten.map(({ deviceId }) => deviceId),
    );
    await this.paced(forgotten, (phone) => phone.register(STAYS_S));
    return this.sinceAnswers(`register, the registrar killed in the middle, ${forgotten.length} forgotten`, is(RegistrationStatus.REGISTERED));
  }

  /** They register for a few seconds and say no more. */
  async runOut(agedSeconds: number): Promise<readonly Figures[]> {
    await pause(APART_MS);
    await this.paced(this.phones, (phone) => phone.register(RUNS_OUT_S));
    const endOf = ({ answeredAt }: RoamingPhone): number => (Math.floor(answeredAt / 1_000) + RUNS_OUT_S) * 1_000;
    const aged = await this.watch.untilAll(is(RegistrationStatus.AGED), WITHIN_MS);
    const figures = figuresOf('run out: aged after the end', this.since(aged, endOf));
    const gone = await this.watch.untilAll(is(RegistrationStatus.UNREGISTERED), agedSeconds * 1_000 + WITHIN_MS);
    const due = (phone: RoamingPhone): number => endOf(phone) + agedSeconds * 1_000;
    return [figures, figuresOf(`run out: unregistered after the end and ${agedSeconds} s`, this.since(gone, due))];
  }

  private async sinceAnswers(what: string, isReached: (told: RegistrationChanged) => boolean): Promise<Figures> {
    const reached = await this.watch.untilAll(isReached, WITHIN_MS);
    return figuresOf(
      what,
      this.since(reached, ({ answeredAt }) => answeredAt),
    );
  }

  private since(reached: ReadonlyMap<string, number>, due: (phone: RoamingPhone) => number): readonly number[] {
    return this.phones.map((phone) => (reached.get(phone.deviceId) ?? Number.POSITIVE_INFINITY) - due(phone));
  }

  private async isInApi(phone: RoamingPhone): Promise<boolean> {
    const { status, expiresAt } = (await this.control.status(phone.deviceId)).body;
    return status === 'registered' && expiresAt !== null && Date.parse(expiresAt) >= leastEnd(phone);
  }

  private async paced(phones: readonly RoamingPhone[], act: (phone: RoamingPhone) => Promise<void>): Promise<void> {
    const begun = Date.now();
    const acts: Promise<void>[] = [];
    for (const [index, phone] of phones.entries()) {
      await pause(Math.max(0, begun + (index / this.perSecond) * 1_000 - Date.now()));
      acts.push(act(phone));
    }
    await Promise.all(acts);
  }
}
