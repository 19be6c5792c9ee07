import { CannotOpen } from '@ringfleet/secrets';
import type { AnsweringPorts } from '@ringfleet/service-kit';
import { HASHES, REALM } from './digest.js';

const NONCE = 'provisioning:nonce';
const NONCE_LASTS_MS = 1_000;
const NONCE_SERVES_MS = 300_000;

export interface HowAsked {
  readonly isEncrypted: boolean;
  /** The password was right, the nonce too old. */
  readonly isStale?: boolean;
}

/** Asks phones who they are. All that come within a second are given one nonce: it says when it was made and nothing else, and whoever made it can tell it from any other. */
export class Challenges {
  private nonce = '';
  private madeAt = Number.NEGATIVE_INFINITY;

  /** What a phone said last: those of a crowd say the same. */
  private said = { nonce: '', madeAt: Number.NaN };

  constructor(private readonly ports: Pick<AnsweringPorts, 'sealer' | 'clock'>) {}

  /** The headers WWW-Authenticate of a refusal. Basic tells the password to whoever listens: it is offered where nobody does. */
  headers({ isEncrypted, isStale = false }: HowAsked): string[] {
    const nonce = this.nonceOfNow();
    const digests = Object.keys(HASHES).map(
      (algorithm) => `Digest realm="${REALM}", qop="auth", algorithm=${algorithm}, nonce="${nonce}", charset=UTF-8${isStale ? ', stale=true' : ''}`,
    );
    return isEncrypted ? [...digests, `Basic realm="${REALM}", charset="UTF-8"`] : digests;
  }

  /** Whether the nonce of an answer is of ours, and not too old. */
  isFresh({ nonce = '' }: Readonly<Record<string, string>>): boolean {
    if (nonce !== this.said.nonce) this.said = { nonce, madeAt: this.madeAtOf(nonce) };
    return Math.abs(this.ports.clock().getTime() - this.said.madeAt) <= NONCE_SERVES_MS; // clocks of two instances differ
  }

  /** NaN: it is none. */
  private madeAtOf(nonce: string): number {
    try {
      return Number(this.ports.sealer.open(Buffer.from(nonce, 'base64url'), NONCE));
    } catch (error) {
      if (error instanceof CannotOpen) return Number.NaN;
      throw error;
    }
  }

  private nonceOfNow(): string {
    const now = this.ports.clock().getTime();
    if (Math.abs(now - this.madeAt) >= NONCE_LASTS_MS) {
      this.madeAt = now;
      this.nonce = Buffer.from(this.ports.sealer.seal(String(now), NONCE)).toString('base64url');
    }
    return this.nonce;
  }
}
