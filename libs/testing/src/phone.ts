// A phone of SIP over UDP, as plain as can be: it registers, and answers what it is sent.
import { createHash, randomUUID } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

const AGAIN_MS = 500;

export interface PhoneOptions {
  readonly user: string;
  readonly password?: string;
  readonly userAgent?: string;
  /** Twelve digits, for its instance. */
  readonly mac?: string;
  /** The address it says it has, where that is not its own. */
  readonly host?: string;
  /** From where it comes, one of this machine (127.0.0.1). */
  readonly from?: string;
}

/** A request that the phone was sent. */
export interface Sent {
  readonly method: string;
  readonly event: string;
}

export class Phone {
  readonly received: Sent[] = [];
  /** What it answers to NOTIFY; null: nothing. */
  answersWith: string | null = '200 OK';
  private readonly callId = randomUUID();
  private readonly heard = new Set<string>();
  private cseq = 0;

  private constructor(
    private readonly socket: Socket,
    private readonly registrarPort: number,
    private readonly options: PhoneOptions,
  ) {
    socket.on('message', (data, { port, address }) => this.answer(String(data), port, address));
  }

  static async at(registrarPort: number, options: PhoneOptions): Promise<Phone> {
    const socket = createSocket('udp4');
    socket.bind(0, options.from ?? '127.0.0.1');
    await once(socket, 'listening');
    return new Phone(socket, registrarPort, options);
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** The status of the answer, after the password where one is asked for. 0 seconds: no longer registered. */
  async register(seconds: number, contact = this.contact()): Promise<number> {
    const first = await this.send(seconds, contact);
    if (first.status !== 401 || this.options.password === undefined) return first.status;
    return (await this.send(seconds, contact, this.credentials(first.text))).status;
  }

  close(): void {
    this.socket.close();
  }

  private contact(): string {
    const { user, host = '127.0.0.1', mac } = this.options;
    const instance = mac === undefined ? '' : `;+sip.instance="<urn:uuid:00000000-0000-1000-8000-${mac.toLowerCase()}>"`;
    return `<sip:${user}@${host}:${this.port}>${instance}`;
  }

  private async send(seconds: number, contact: string, authorization = ''): Promise<{ status: number; text: string }> {
    const { user, userAgent = 'Phone' } = this.options;
    const lines = [
      'REGISTER sip:127.0.0.1 SIP/2.0',
      `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${randomUUID()};rport`,
      'Max-Forwards: 70',
      `From: <sip:${user}@127.0.0.1>;tag=${this.callId.slice(0, 8)}`,
      `To: <sip:${user}@127.0.0.1>`,
      `Call-ID: ${this.callId}`,
      `CSeq: ${++this.cseq} REGISTER`,
      `Contact: ${contact}`,
      `Expires: ${seconds}`,
      `User-Agent: ${userAgent}`,
      ...(authorization === '' ? [] : [authorization]),
      'Content-Length: 0',
    ];
    const cseq = `CSeq: ${this.cseq} REGISTER`;
    const answered = new Promise<string>((resolve) => {
      const take = (data: Buffer): void => {
        const text = String(data);
        if (!text.startsWith('SIP/2.0 ') || text.startsWith('SIP/2.0 100') || !text.includes(cseq)) return;
        this.socket.off('message', take);
        resolve(text);
      };
      this.socket.on('message', take);
    });
    const say = (): void => this.socket.send(`${lines.join('\r\n')}\r\n\r\n`, this.registrarPort, '127.0.0.1');
    say();
    // As RFC 3261 (17.1.2.2) has it over UDP, until it is answered.
    const again = setInterval(say, AGAIN_MS);
    const text = await answered.finally(() => clearInterval(again));
    return { status: Number(text.slice(8, 11)), text };
  }

  /** RFC 2617 with qop=auth, or without where none is offered. */
  private credentials(challenge: string): string {
    const { user, password = '' } = this.options;
    const said = (name: string): string => new RegExp(`${name}="([^"]*)"`).exec(challenge)?.[1] ?? '';
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const [realm, nonce] = [said('realm'), said('nonce')];
    const own = md5(`${user}:${realm}:${password}`);
    const asked = md5('REGISTER:sip:127.0.0.1');
    const response = said('qop') === '' ? md5(`${own}:${nonce}:${asked}`) : md5(`${own}:${nonce}:00000001:c:auth:${asked}`);
    const qop = said('qop') === '' ? '' : ', qop=auth, nc=00000001, cnonce="c"';
    return `Authorization: Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="sip:127.0.0.1", response="${response}"${qop}`;
  }

  private answer(text: string, port: number, address: string): void {
    if (text.startsWith('SIP/2.0')) return;
    const header = (name: string): string => new RegExp(`^${name}: *(.*)\r$`, 'm').exec(text)?.[1] ?? '';
    // Said again because the answer took long is said once.
    const isNew = !this.heard.has(header('Call-ID'));
    this.heard.add(header('Call-ID'));
    if (isNew) this.received.push({ method: text.split(' ', 1)[0] ?? '', event: header('Event') });
    if (this.answersWith === null) return;
    const kept = ['Via', 'From', 'Call-ID', 'CSeq'].map((name) => `${name}: ${header(name)}`);
    this.socket.send([`SIP/2.0 ${this.answersWith}`, ...kept, `To: ${header('To')};tag=phone`, 'Content-Length: 0', '', ''].join('\r\n'), port, address);
  }
}
