const DIGITS = /^[0-9a-f]{12}$/i; // 001420ff3c52
const SPELLINGS = [
  DIGITS,
  /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i, // 00:14:20:FF:3C:52
  /^[0-9a-f]{2}(-[0-9a-f]{2}){5}$/i, // 00-14-20-FF-3C-52
  /^[0-9a-f]{4}(\.[0-9a-f]{4}){2}$/i, // 0014.20FF.3C52
];
const MULTICAST_BIT = 0x01;

/** Why a text is no MAC address of a device (INV-03). */
export type BadMac = 'not_a_mac' | 'all_zero' | 'broadcast' | 'multicast';

/** Reads a MAC address in any usual spelling; the result is twelve upper-case digits, as it is kept. */
export function parseMac(text: string): { readonly mac: string } | { readonly bad: BadMac } {
  if (!SPELLINGS.some((spelling) => spelling.test(text))) return { bad: 'not_a_mac' };
  const mac = text.replace(/[:.-]/g, '').toUpperCase(); // '00-14-…' → '0014…'
  if (mac === '000000000000') return { bad: 'all_zero' };
  if (mac === 'FFFFFFFFFFFF') return { bad: 'broadcast' };
  if ((Number.parseInt(mac.slice(0, 2), 16) & MULTICAST_BIT) !== 0) return { bad: 'multicast' };
  return { mac };
}

/** 001420FF3C52 → 00:14:20:FF:3C:52, as it is shown. */
export const showMac = (mac: string): string =>
  `${mac.slice(0, 2)}:${mac.slice(2, 4)}:${mac.slice(4, 6)}:${mac.slice(6, 8)}:${mac.slice(8, 10)}:${mac.slice(10, 12)}`;

const REMEDIES: Record<BadMac, string> = {
  not_a_mac: 'is not a MAC address; write twelve hexadecimal digits, such as 00:14:20:FF:3C:52',
  all_zero: 'is all zeros, which no device has; read it from the label of the device',
  broadcast: 'is the broadcast address, which no device has; read it from the label of the device',
  multicast: 'is a multicast address, which no device has; read it from the label of the device',
};
export const macRemedy = (bad: BadMac): string => REMEDIES[bad];
