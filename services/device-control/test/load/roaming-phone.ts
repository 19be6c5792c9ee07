import { Phone } from '@ringfleet/testing';

/** A phone behind NAT, which keeps its own address wherever it comes from. */
export class RoamingPhone {
  /** When it last asked to be registered, and when it had its answer. */
  askedAt = 0;
  answeredAt = 0;
  private phone: Phone | undefined;

  constructor(
    private readonly registrarPort: number,
    readonly deviceId: string,
    private readonly mac: string,
  ) {}

  /** Starts, or starts again, which gives it another Call-ID; `from` is an address of this machine. */
  async start(from: string): Promise<void> {
    this.close();
    this.phone = await Phone.at(this.registrarPort, { user: this.mac, from });
  }

  /** Throws where it is refused; unanswered it asks again and again. */
  async register(seconds: number): Promise<void> {
    this.askedAt = Date.now();
    const contact = `<sip:${this.mac}@192.168.1.50:5060>;+sip.instance="<urn:uuid:00000000-0000-1000-8000-${this.mac}>"`;
    const status = await this.phone?.register(seconds, contact);
    if (status !== 200) throw new Error(`The registrar answered ${status}.`);
    this.answeredAt = Date.now();
  }

  close(): void {
    this.phone?.close();
    this.phone = undefined;
  }
}
