import { isIP } from 'node:net';

interface Limits {
  /** For one key from one address. */
  readonly ofPhone: number;
  /** For one key from anywhere. */
  readonly ofKey: number;
  /** Of one address, whatever the keys. */
  readonly ofAddress: number;
  /** Of its network, IPv4 /24 or IPv6 /48. */
  readonly ofNetwork: number;
}

/** From so many on what is wrong is told to wait; what is right is let in. */
const LIMITS: Limits = { ofPhone: 10, ofKey: 60, ofAddress: 300, ofNetwork: 1_000 };
/** From so many on nobody looks whether it is right: no phone asks so often, and who guesses gets no further. */
const LOOKED_AT: Pick<Limits, 'ofPhone' | 'ofKey'> = { ofPhone: 600, ofKey: 3_000 };
const WINDOW_MS = 60_000;
const MOST_COUNTED = 200_000;

/**
 * How often was guessed wrong within a minute, in the memory of this instance. A site's phones have one address, and all start at once after a power cut: what is right
 * is let in however many are wrong beside it, up to where that is a way to find a password.
 */
export class Guesses {
  private counts = new Map<string, number>();
  private since = 0;

  constructor(private readonly clock: () => Date) {}

  /** Whether a guess is not even looked at. */
  mustWait(key: string, address: string): boolean {
    this.turn();
    return this.has(`${key} ${address}`, LOOKED_AT.ofPhone) || this.has(key, LOOKED_AT.ofKey);
  }

  /** Counts a wrong guess; true where there were too many for the phone, or of the address or its network: it is told to wait. */
  failed(key: string, address: string): boolean {
    this.turn();
    const [host, network] = placesOf(address);
    const limits: readonly (readonly [string, number])[] = [
      [`${key} ${address}`, LIMITS.ofPhone],
      [key, LIMITS.ofKey],
      [host, LIMITS.ofAddress],
      [network, LIMITS.ofNetwork],
    ];
    const tooMany = limits.some(([counted, most]) => this.has(counted, most));
    for (const [counted] of limits) this.count(counted);
    return tooMany;
  }

  /** Until the count begins anew. */
  secondsLeft(): number {
    return Math.max(1, Math.ceil((this.since + WINDOW_MS - this.clock().getTime()) / 1_000));
  }

  private has(counted: string, most: number): boolean {
    return (this.counts.get(counted) ?? 0) >= most;
  }

  private count(counted: string): void {
    const known = this.counts.get(counted);
    if (known !== undefined || this.counts.size < MOST_COUNTED) this.counts.set(counted, (known ?? 0) + 1);
  }

  private turn(): void {
    const now = this.clock().getTime();
    if (now - this.since < WINDOW_MS) return;
    this.since = now;
    this.counts = new Map();
  }
}

/** The host and its network: 192.0.2.7 → 192.0.2.7, 192.0.2; of IPv6 a host has the /64. */
export function placesOf(address: string): readonly [string, string] {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, ''); // ::ffff:192.0.2.7, fe80::1%eth0
  if (isIP(plain) !== 6) return [plain, plain.split('.').slice(0, 3).join('.')];
  const [head = '', tail = ''] = plain.split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = tail.split(':').filter((group) => group !== '');
  const groups = plain.includes('::') ? [...before, ...Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0'), ...after] : before;
  const prefix = (count: number): string =>
    groups
      .slice(0, count)
      .map((group) => Number.parseInt(group, 16).toString(16))
      .join(':');
  return [prefix(4), prefix(3)];
}
