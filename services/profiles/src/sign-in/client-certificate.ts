import type { IncomingHttpHeaders } from 'node:http';
import { isSame } from './login.js';

/** What the edge says of a certificate that it has verified: its subject as RFC 2253 writes it, and the secret by which profiles knows that it was the edge. */
const SUBJECT_HEADER = 'x-phone-certificate';
const SECRET_HEADER = 'x-phone-edge';

const PART = /(?:\\.|[^,+\\])+/gs; // 'CN=SPA-525G2\, MAC: 708105B37234', 'O=Cisco'
const ESCAPED = /\\([0-9A-Fa-f]{2}|.)/gs; // '\,', '\C3'
const MAC = '([0-9a-f]{2}(?:[:-]?[0-9a-f]{2}){5})';
const WHOLE = new RegExp(`^(?:(?:[\\w-]*-)?SEP)?${MAC}$`, 'i'); // '0004F2AABBCC', 'CP-8841-3PCC-SEP00562B043615'
const LABELLED = new RegExp(`(?:^|[\\s,])MAC:\\s?${MAC}(?![\\w:-])`, 'i'); // 'SPA-525G2, MAC: 708105B37234, Serial: CBT1411'

/**
 * The address of the phone whose certificate the edge has verified: 001565aabbcc; undefined where there is none, or where it names no address, as one that a vendor gives to all of its phones.
 * @param secret of the edge; null: no edge is believed
 */
export function certifiedMac(headers: IncomingHttpHeaders, secret: string | null): string | undefined {
  const [subject, said] = [headers[SUBJECT_HEADER], headers[SECRET_HEADER]];
  if (secret === null || typeof subject !== 'string' || typeof said !== 'string' || !isSame(said, secret)) return undefined;
  return macOf(subject);
}

/** Of the common name alone, and only where it is the name or is labelled so: other numbers of a subject may look like an address. */
export function macOf(subject: string): string | undefined {
  const names = (subject.match(PART) ?? []).filter((part) => /^CN=/i.test(part)).map((part) => part.slice('CN='.length).replace(ESCAPED, plain));
  const [name = '', ...others] = names;
  if (others.length > 0) return undefined;
  return (WHOLE.exec(name) ?? LABELLED.exec(name))?.[1]?.replaceAll(/[:-]/g, '').toLowerCase();
}

const plain = (_: string, escaped: string): string => (escaped.length === 2 ? String.fromCodePoint(Number.parseInt(escaped, 16)) : escaped);
