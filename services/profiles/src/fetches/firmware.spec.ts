import { describe, expect, it } from '@jest/globals';
import { firmwareOf } from './firmware.js';

describe('the firmware that a phone says it has', () => {
  it.each([
    ['Yealink SIP-T54W 96.86.0.100 00:15:65:aa:bb:cc', '96.86.0.100'],
    ['Yealink SIP-T46S 66.86.0.15 001565abc000', '66.86.0.15'],
    ['yealink W60B 77.83.0.85', '77.83.0.85'],
    ['Cisco-CP-8841-3PCC/11.0 (00562b043615)', '11.0'],
    ['Cisco-CP-8851-3PCC/12.0.1 (00562b043615)(FCH2115E0AB)', '12.0.1'],
    ['Cisco-CP-8841-3PCC/11.3.1_00562b043615_17af87d9', '11.3.1'],
    ['Cisco/SPA504G-7.4.4 (8843E157DDCC)(CBT141100AA)', '7.4.4'],
    ['Cisco/SPA525G2-7.6.2b (8843E157DDCC)', '7.6.2b'],
    ['Linksys/SPA-942-6.1.5(a) (88019FA42805)', '6.1.5(a)'],
    ['Grandstream Model HW GXP2170 SW 1.0.11.3 DevId c074ad0102ff', '1.0.11.3'],
    ['Grandstream Model HW HT801V1.1A SW 1.0.17.5 DevId 000b828aa872', '1.0.17.5'],
    ['Grandstream GXP2135 1.0.7.97', '1.0.7.97'],
    ['FileTransport PolycomVVX-VVX_450-UA/6.3.1.8427 Type/Application', '6.3.1.8427'],
    ['FileTransport PolycomSoundPointIP-SPIP_335-UA/4.2.1.0275', '4.2.1.0275'],
    ['FileTransport PolycomVVX-VVX_410-UA/5.3.1.0436 (SN:0004f2abcdef) Type/Application', '5.3.1.0436'],
    ['Mozilla/4.0 (compatible; snom715-SIP 8.9.3.60 1.1.3-s 00041396D9B4)', '8.9.3.60'],
    ['Mozilla/4.0 (compatible; snomD785-SIP 10.1.169.16 SPEAr300 SNOM 00041396D9B4)', '10.1.169.16'],
    ['Mozilla/4.0 (compatible; snom320-SIP 8.4.35)', '8.4.35'],
    ['Mozilla/4.0 (compatible; Snom M900 05.20.0001 000413b60680)', '05.20.0001'],
    ['Panasonic_KX-UTG200B/01.133 (0080f0c8c381)', '01.133'],
    ['Panasonic_KX-HDV230/08.102 (0080f0c8c381)', '08.102'],
    ['Fanvil X4U 2.4.5 0c383e010203', '2.4.5'],
    ['Fanvil X5U-V2 2.12.1 0c3800000000', '2.12.1'],
    ['Fanvil X6U V2 2.12.1 0c3800000000', '2.12.1'],
    ['Gigaset N870 IP PRO/83.V2.11.0+build.a546b91;7C2F80E0D605', '83.V2.11.0+build.a546b91'],
    ['Gigaset N510 IP PRO/42.250.00.000.000;7C2F80E0D605;Handset=2', '42.250.00.000.000'],
    ['Aastra6867i MAC:00-08-5D-29-4C-6B V:5.1.0.1024-SIP', '5.1.0.1024'],
    ['Mitel6940 MAC:14-00-E9-29-4C-6B V:6.4.0.4006-SIP', '6.4.0.4006'],
    ['Aastra 6731i/3.3.1.4358', '3.3.1.4358'],
    ['Htek UC903 2.0.4.2 00:1f:c1:1c:22:a9', '2.0.4.2'],
  ])('%s: %s (PRV-06)', (userAgent, firmware) => {
    expect(firmwareOf(userAgent)).toBe(firmware);
  });

  it.each([
    null,
    '',
    'curl/8.5.0',
    'Mozilla/4.0 (compatible; MSIE 6.0; Windows NT 5.1)',
    'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
    'Mozilla/4.0 (compatible; snom360-SIP; snom360 linux 3.25)',
    'Yealink SIP-T54W',
    'Yealink SIP-T54W 00:15:65:aa:bb:cc',
    'Yealink SIP-T54W 0015.65ab.c000',
    'Yealink SIP-T54W 001565123456',
    'Cisco-CP-8851-3PCC (00562b043615)',
    'Cisco/SPA-942 (88019FA42805)',
    'Grandstream Model HW HT801V1.1A DevId 000b828aa872',
    'FileTransport PolycomVVX-VVX_450-UA Type/Application',
    'Gigaset N870 IP PRO;7C2F80E0D605',
    'Mitel6940 MAC:14-00-E9-29-4C-6B',
    'Panasonic_KX-UTG200B (0080f0c8c381)',
    'Not a Yealink SIP-T54W 96.86.0.100',
  ])('%s: none (PRV-06)', (userAgent) => {
    expect(firmwareOf(userAgent)).toBeNull();
  });

  it('has 64 letters at most; what is longer is none (PRV-06)', () => {
    const ofLength = (length: number): string => `1234.${'5'.repeat(length - 5)}`;
    const lengths = [55, 58, 59, 64, 65, 180].map((length) => firmwareOf(`Yealink SIP-T54W ${ofLength(length)} 001565abc000`)?.length ?? null);
    expect(lengths).toEqual([55, 58, null, null, null, null]);
    expect(firmwareOf(`Cisco/SPA-942-${ofLength(58)}(004p) (88019FA42805)`)).toHaveLength(64);
  });

  it('is looked for in as long a time as the text is, whatever that says (PRV-06)', () => {
    const begins = ['Yealink ', 'Cisco-CP-', 'Cisco/', 'Grandstream ', 'FileTransport Poly', 'Mozilla/4.0 (compatible; snom', 'Panasonic', 'Gigaset ', 'Mitel'];
    const goOn = [' ', '1.', '-1.1', ' 1.1', '/1.1', ' SW 1', ' V:1', '1', 'a', '1.1-SI', '0000.0000.', '(', ' SW'];
    const hostile = begins.flatMap((begin) => goOn.map((again) => (begin + again.repeat(200)).slice(0, 199) + '\u0000'));
    const started = performance.now();
    for (let count = 0; count < 100; count += 1)
      for (const userAgent of hostile) expect(userAgent.length + (firmwareOf(userAgent)?.length ?? 0)).toBeLessThan(265);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
