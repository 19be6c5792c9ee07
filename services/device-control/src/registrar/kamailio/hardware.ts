const IN_INSTANCE = /-([0-9a-f]{12})>?"?$/i; // <urn:uuid:00000000-0000-1000-8000-001565abc000>
const ALONE = /(?:^|[^0-9a-z])([0-9a-f]{12})(?![0-9a-z])/i; // Yealink SIP-T46S 66.86.0.15 001565abc000
const IN_PAIRS = /(?:^|[^0-9a-z])((?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2})(?![0-9a-z])/i; // Htek UC903 2.0.4.2 00:1f:c1:1c:22:a9
const LETTER = /[a-f]/i;

/** The MAC address that a phone says it has, by its instance (RFC 5626) or its user agent; twelve upper-case digits, or null. A claim, no proof. */
export const macOf = (instance: string, userAgent: string): string | null =>
  hardware(IN_INSTANCE.exec(instance)?.[1]) ?? hardware(IN_PAIRS.exec(userAgent)?.[1]) ?? hardware(longNumber(ALONE.exec(userAgent)?.[1]));

/** Twelve decimal digits are as likely a serial number, unless they begin as hardware addresses of phones do. */
const longNumber = (digits: string | undefined): string | undefined =>
  digits !== undefined && (LETTER.test(digits) || digits.startsWith('00')) ? digits : undefined;

/** Not one of many (its first octet is even), nor nobody's. */
function hardware(text: string | undefined): string | null {
  const mac = text?.replaceAll(/[:-]/g, '').toUpperCase();
  if (mac === undefined || mac === '000000000000') return null;
  return Number.parseInt(mac.slice(0, 2), 16) % 2 === 0 ? mac : null;
}
