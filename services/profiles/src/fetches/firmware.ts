/** As vendors write it: 96.86.0.100, 83.V2.11.0+build.a546b91, 6.1.5(a); at most 64 letters. No MAC address: neither 0015.65ab.c000, nor any that has no point. Mitel's ends before "-SIP". */
const VERSION = String.raw`(?![0-9a-f]{4}\.[0-9a-f]{4}\.[0-9a-f]{4}(?![0-9a-z.]))(\d{1,4}\.[0-9a-z.+-]{0,52}?[0-9a-z](?:\([0-9a-z]{1,4}\))?)(?=-SIP|[\s;,()_]|$)`;

/** What stands before it, of each vendor; how long each part may be is bounded, so that no text takes long. */
const BEFORE = [
  String.raw`(?:Yealink|Fanvil|Htek) (?:[^ ]{1,40} ){1,3}?`, // Yealink SIP-T46S 66.86.0.15 00:15:65:aa:bb:cc
  String.raw`Cisco-CP-[^/]{1,40}/`, // Cisco-CP-8841-3PCC/11.0 (00562b043615)
  String.raw`(?:Cisco|Linksys)/[^ ]{1,40}?-`, // Linksys/SPA-942-6.1.5(a) (88019FA42805)
  String.raw`Grandstream (?:.{1,60}? SW |[^ ]{1,40} )`, // Grandstream Model HW GXP2135 SW 1.0.7.97 DevId 000b828aa872
  String.raw`(?:FileTransport )?Poly[^/]{1,60}/`, // FileTransport PolycomVVX-VVX_450-UA/6.3.1.8427 Type/Application
  String.raw`Mozilla/\d\.\d \(compatible; snom ?[^ ;)]{1,24} `, // Mozilla/4.0 (compatible; snom715-SIP 8.9.3.60 1.1.3-s)
  String.raw`Panasonic[^/]{1,40}/`, // Panasonic_KX-UT113/01.133 (0080f0c8c381)
  String.raw`Gigaset [^/]{1,40}/`, // Gigaset N870 IP PRO/83.V2.11.0+build.a546b91;7C2F80E0D605
  String.raw`(?:Mitel|Aastra)(?:.{1,60}? V:|[^/]{1,20}/)`, // Mitel6940 MAC:14-00-E9-29-4C-6B V:6.4.0.4006-SIP
];

const FIRMWARE = new RegExp(`^(?:${BEFORE.join('|')})${VERSION}`, 'i');

/** The firmware that a phone says it has, by its user agent; null where it says none, or as no vendor that is known does. A claim, no proof. */
export const firmwareOf = (userAgent: string | null): string | null => (userAgent === null ? null : (FIRMWARE.exec(userAgent)?.[1] ?? null));
