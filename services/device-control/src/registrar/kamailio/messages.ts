import type { Binding, RegistrarEvent } from '../registrar.js';
import { macOf } from './hardware.js';

const LONGEST_AOR = 128;
const LONGEST_ADDRESS = 512;
const LONGEST_AGENT = 255;
const NOT_SET = '[not set]';
const NOT_SAID = new Set(['', NOT_SET, 'n/a', '<null>']);
const HOST = /^(?:sips?:)?(?:[^@]*@)?(\[[\da-f:.]+\]|[^\s:;>]+)/i; // sip:1001@192.168.1.50:5060;transport=udp
const SOCKET = /^(?:\w+:)?(\[[\da-f:.]+\]|[^\s:]+):\d+$/i; // udp:127.0.0.1:5070
const INSTANCE = /\+sip\.instance="?(<[^>"]{1,100}>)/i; // +sip.instance="<urn:uuid:…>"

/** What a message of evapi says; undefined where it says nothing that is known here, or is broken. */
export function eventOf(message: string): RegistrarEvent | undefined {
  const told = recordOf(parsed(message));
  const aor = key(told['aor'], LONGEST_AOR);
  if (told['event'] === 'notified') return notifiedOf(told);
  if (aor === '') return undefined;
  if (told['event'] === 'expired') return { kind: 'expired', aor, ruid: key(told['ruid'], LONGEST_AOR) };
  if (told['event'] !== 'bindings' || !Array.isArray(told['bindings'])) return undefined;
  const header = text(told['header'], LONGEST_ADDRESS);
  const bindings = told['bindings'].flatMap((one): Binding[] => {
    const { address, expires, modified, ...said } = recordOf(one);
    const at = key(address, LONGEST_ADDRESS);
    // The header has one contact or more; its instance is that of a contact it names.
    const instance = at !== '' && header.includes(at) ? (INSTANCE.exec(header)?.[1] ?? '') : '';
    return bindingOf({ ...said, aor, address: at, expiresAt: seconds(expires), registeredAt: seconds(modified), instance });
  });
  return { kind: 'bindings', aor, bindings };
}

function notifiedOf({ id, code }: Readonly<Record<string, unknown>>): RegistrarEvent | undefined {
  const known = key(id, LONGEST_AOR);
  return known !== '' && typeof code === 'number' ? { kind: 'notified', id: known, code } : undefined;
}

/** Every registration, from the answer to ul.dump. Throws where it is none. */
export function snapshotOf(answer: unknown, now: Date): RegistrarEvent {
  const domains = recordOf(recordOf(answer)['result'])['Domains'];
  if (!Array.isArray(domains)) throw new Error('The registrar does not say what is registered.');
  const aors = domains.flatMap((domain) => listOf(recordOf(recordOf(domain)['Domain'])['AoRs']));
  const bindings = aors.flatMap((one) => {
    const info = recordOf(recordOf(one)['Info']);
    return listOf(info['Contacts']).flatMap((contact) => dumped(key(info['AoR'], LONGEST_AOR), recordOf(recordOf(contact)['Contact']), now));
  });
  return { kind: 'snapshot', bindings };
}

function dumped(aor: string, contact: Readonly<Record<string, unknown>>, now: Date): Binding[] {
  const left = contact['Expires'];
  if (typeof left !== 'number') return []; // 'deleted', 'expired', 'permanent'
  return bindingOf({
    aor,
    address: key(contact['Address'], LONGEST_ADDRESS),
    ruid: contact['Ruid'],
    callId: contact['Call-ID'],
    expiresAt: new Date(now.getTime() + left * 1_000),
    registeredAt: seconds(contact['Last-Modified']),
    received: contact['Received'],
    socket: contact['Socket'],
    userAgent: contact['User-Agent'],
    instance: text(contact['Instance'], LONGEST_ADDRESS),
  });
}

interface Said {
  readonly aor: string;
  readonly address: string;
  readonly expiresAt: Date | undefined;
  readonly registeredAt: Date | undefined;
  readonly instance: string;
  readonly ruid?: unknown;
  readonly callId?: unknown;
  readonly received?: unknown;
  readonly socket?: unknown;
  readonly userAgent?: unknown;
}

function bindingOf({ aor, address, ruid, callId, expiresAt, registeredAt, received, socket, userAgent, instance }: Said): Binding[] {
  const id = key(ruid, LONGEST_AOR);
  if (aor === '' || address === '' || id === '' || !expiresAt || !registeredAt) return [];
  const agent = text(userAgent, LONGEST_AGENT);
  const source = text(received, LONGEST_ADDRESS);
  return [
    {
      aor,
      address,
      ruid: id,
      callId: text(callId, LONGEST_AGENT),
      // Of a phone that is not behind NAT nothing was received from elsewhere.
      remoteIp: hostOf(source === '' ? address : source),
      registeredIp: SOCKET.exec(text(socket, LONGEST_ADDRESS))?.[1] ?? null,
      userAgent: agent === '' ? null : agent,
      mac: macOf(instance, agent),
      registeredAt,
      expiresAt,
    },
  ];
}

/** The host of a SIP URI; null where there is none. */
export const hostOf = (uri: string): string | null => HOST.exec(uri)?.[1] ?? null;

/** What things are known by: cut to length it would be another's. */
const key = (value: unknown, longest: number): string => (typeof value === 'string' && value.length <= longest ? text(value, longest) : '');

const CONTROL = /\p{Cc}/gu;

function text(value: unknown, longest: number): string {
  if (typeof value !== 'string' || NOT_SAID.has(value)) return '';
  return value.slice(0, longest).replaceAll(CONTROL, ' ').toWellFormed();
}

const seconds = (value: unknown): Date | undefined => (typeof value === 'number' && value > 0 && value < 1e11 ? new Date(value * 1_000) : undefined);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

function parsed(message: string): unknown {
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}
