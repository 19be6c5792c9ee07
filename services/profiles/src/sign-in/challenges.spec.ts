import { Sealer } from '@ringfleet/secrets';
import { Challenges } from './challenges.js';

const MINUTE_MS = 60_000;

/** An instance with the keys of all, and a clock that is turned. */
function instance(): { readonly challenges: Challenges; readonly pass: (ms: number) => void; readonly nonce: () => string } {
  const time = { now: Date.parse('2026-11-20T08:00:00.000Z') };
  const challenges = new Challenges({ sealer: new Sealer([{ id: 'k', key: new Uint8Array(32) }]), clock: () => new Date(time.now) });
  const nonce = (): string => /nonce="([^"]*)"/.exec(challenges.headers({ isEncrypted: true })[0] ?? '')?.[1] ?? '';
  return { challenges, nonce, pass: (ms) => void (time.now += ms) };
}

describe('a nonce', () => {
  it('serves for five minutes, however often, and then no more, though it was the last that was said (PRV-04)', () => {
    const { challenges, nonce, pass } = instance();
    const said = { nonce: nonce() };
    expect([challenges.isFresh(said), challenges.isFresh(said)]).toEqual([true, true]);
    pass(5 * MINUTE_MS);
    expect(challenges.isFresh(said)).toBe(true);
    pass(1);
    expect([challenges.isFresh(said), challenges.isFresh({ nonce: nonce() }), challenges.isFresh(said)]).toEqual([false, true, false]);
  });

  it('is one of ours, of whichever instance (PRV-04)', () => {
    const [one, other] = [instance(), instance()];
    const said = { nonce: one.nonce() };
    const strange: readonly Readonly<Record<string, string>>[] = [{}, { nonce: '' }, { nonce: 'AAAA' }, { nonce: `${said.nonce.slice(0, -2)}AA` }];
    for (const each of strange) expect([other.challenges.isFresh(said), other.challenges.isFresh(each)]).toEqual([true, false]);
  });

  it('is given to all who come within a second (PRV-04)', () => {
    const { nonce, pass } = instance();
    const first = nonce();
    pass(999);
    expect(nonce()).toBe(first);
    pass(1);
    expect(nonce()).not.toBe(first);
  });
});
