import fc from 'fast-check';
import { parseMac, showMac } from './mac-address.js';

const digits = fc.integer({ min: 1, max: 0xfffffffffffe }).map((value) => value.toString(16).padStart(12, '0'));
const ofDevice = digits.filter((mac) => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0);
const inGroups = (mac: string, size: number, separator: string): string => (mac.match(new RegExp(`.{${size}}`, 'g')) ?? []).join(separator); // '0014', '20ff' …

describe('a MAC address', () => {
  it('is read in any usual spelling and shown as 00:14:20:FF:3C:52 (INV-03)', () => {
    for (const spelling of ['00:14:20:FF:3C:52', '00-14-20-ff-3c-52', '0014.20FF.3C52', '001420ff3c52']) {
      expect(parseMac(spelling)).toEqual({ mac: '001420FF3C52' });
    }
    expect(showMac('001420FF3C52')).toBe('00:14:20:FF:3C:52');
  });

  it('is the same in every spelling, whatever its digits (INV-03)', () => {
    fc.assert(
      fc.property(ofDevice, fc.boolean(), (mac, upper) => {
        for (const text of [mac, inGroups(mac, 2, ':'), inGroups(mac, 2, '-'), inGroups(mac, 4, '.')]) {
          expect(parseMac(upper ? text.toUpperCase() : text)).toEqual({ mac: mac.toUpperCase() });
        }
        expect(parseMac(showMac(mac))).toEqual({ mac: mac.toUpperCase() });
      }),
    );
  });

  it.each([
    ['000000000000', 'all_zero'],
    ['FF:FF:FF:FF:FF:FF', 'broadcast'],
    ['01:00:5E:00:00:01', 'multicast'],
    ['33-33-00-00-00-01', 'multicast'],
  ])('of no device is refused: %s (INV-03)', (text, bad) => {
    expect(parseMac(text)).toEqual({ bad });
  });

  it.each([
    '',
    '001420FF3C5',
    '001420FF3C521',
    '00:14-20:FF:3C:52',
    '0014:20FF:3C52',
    '00 14 20 FF 3C 52',
    'GG:14:20:FF:3C:52',
    ' 001420FF3C52',
    '00:14:20:FF:3C:52\n',
  ])('is not %j', (text) => {
    expect(parseMac(text)).toEqual({ bad: 'not_a_mac' });
  });
});
