import { describe, expect, it } from '@jest/globals';
import { DeviceField } from '@ringfleet/contracts';
import { devicesOf, textOf } from './device-lines.js';

const read = (text: string) => devicesOf(new TextEncoder().encode(text));

describe('lines of devices', () => {
  it('are taken apart into fields, of which some are empty', () => {
    const devices = read('Reception\tAt the desk\t\n\u00c9tage 2\t\tINV-1\n');
    expect(devices.map((device) => [DeviceField.NAME, DeviceField.DESCRIPTION, DeviceField.INVENTORY_ID].map((field) => textOf(device, field)))).toEqual([
      ['Reception', 'At the desk', ''],
      ['\u00c9tage 2', '', 'INV-1'],
    ]);
  });

  it('give back what was marked in them', () => {
    expect(read(String.raw`C:\\temp\\new	two\nlines\tand a tab\r\b\v\f` + '\n')).toEqual([[String.raw`C:\temp\new`, 'two\nlines\tand a tab\r\b\v\f']]);
  });

  it('are none where nothing is said', () => {
    expect(read('')).toEqual([]);
  });
});
