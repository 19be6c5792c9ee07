import { certifiedMac, macOf } from './client-certificate.js';

const SECRET = 'edge-secret-of-thirty-two-letters';
const SUBJECT = 'CN=0004F2AABBCC,O=Polycom Inc.';

describe('the subject of a phone’s certificate', () => {
  it.each([
    [SUBJECT, '0004f2aabbcc'],
    ['OU=x,CN=00:04:F2:AA:BB:CC', '0004f2aabbcc'],
    [String.raw`CN=SPA-525G2\, MAC: 708105B37234\, Serial: CBT14110001,OU=SPA,O=Cisco`, '708105b37234'],
    ['serialNumber=PID:CP-8841-3PCC SN:FCH1234ABCD,CN=CP-8841-3PCC-SEP00562B043615,O=Cisco', '00562b043615'],
  ])('%s names the phone’s address (PRV-04)', (subject, mac) => {
    expect(macOf(subject)).toBe(mac);
  });

  it.each([
    'CN=yealink.com,O=Yealink',
    'O=0004F2AABBCC',
    String.raw`O=x\,CN=0004F2AABBCC`,
    'CN=x0004F2AABBCC',
    'CN=0004F2AABBCC0',
    'CN=0004F2AABBCC.example.net',
    'CN=0004F2AABBCC,CN=0004F2AABBCD',
    'CN=0004F2AABBCC+CN=0004F2AABBCD',
    String.raw`CN=SPA\, Serial: 708105B37234`,
    String.raw`CN=SPA\, MAC: 708105B3723400`,
    '',
    '\\'.repeat(10_000),
  ])('%s names none (PRV-04)', (subject) => {
    expect(macOf(subject)).toBeUndefined();
  });

  it('is believed from the edge alone, which is known by its secret (PRV-04)', () => {
    const headers = { 'x-phone-certificate': SUBJECT, 'x-phone-edge': SECRET };
    expect(certifiedMac(headers, SECRET)).toBe('0004f2aabbcc');
    expect(certifiedMac({ ...headers, 'x-phone-edge': `${SECRET}x` }, SECRET)).toBeUndefined();
    expect(certifiedMac({ 'x-phone-certificate': SUBJECT }, SECRET)).toBeUndefined();
    expect(certifiedMac(headers, null)).toBeUndefined();
    expect(certifiedMac({ ...headers, 'x-phone-edge': '' }, null)).toBeUndefined();
  });
});
