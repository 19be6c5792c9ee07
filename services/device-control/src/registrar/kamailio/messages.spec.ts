import { describe, expect, it } from '@jest/globals';
import { macOf } from './hardware.js';
import { eventOf, hostOf, snapshotOf } from './messages.js';
import { netstring, Netstrings } from './netstrings.js';

describe('the hardware that a phone says it is', () => {
  it.each([
    ['<urn:uuid:00000000-0000-1000-8000-001565abc000>', '', '001565ABC000'],
    ['', 'Yealink SIP-T46S 66.86.0.15 001565abc000', '001565ABC000'],
    ['', 'Htek UC903 2.0.4.2 00:1f:c1:1c:22:a9', '001FC11C22A9'],
    ['', 'Mitel6940 MAC:14-00-E9-29-4C-6B V:6.4.0.4006-SIP', '1400E9294C6B'],
    ['', 'Gigaset N870 IP PRO/83.V2.11.0+build.a546b91;7C2F80E0D605', '7C2F80E0D605'],
    ['', 'Cisco/SPA504G-7.4.4 (8843E157DDCC)(CBT141100AA)', '8843E157DDCC'],
    ['<urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6>', 'Softphone', '00A0C91E6BF6'],
    ['', 'FileTransport PolycomSoundPointIP-SPIP_335-UA/4.2.1.0275', null],
    ['', 'Phone 123456789012', null], // a serial number as likely
    ['', 'Phone 01005e000001', null], // of many
    ['', 'Phone 000000000000', null],
    ['', 'Phone x001565abc000y', null],
  ])('%s %s: %s (CTL-01)', (instance, userAgent, mac) => {
    expect(macOf(instance, userAgent)).toBe(mac);
  });
});

describe('a message of the registrar', () => {
  const binding = { address: 'sip:1001@192.168.1.50:5060', ruid: 'uloc-1', expires: 1_795_296_165, modified: 1_795_296_105, callId: 'a' };
  const told = (more: object): string => JSON.stringify({ event: 'bindings', aor: '1001', header: '', bindings: [{ ...binding, ...more }] });

  it('says all that is registered, from where and to where (CTL-01)', () => {
    const message = told({ received: 'sip:203.0.113.7:1024', socket: 'udp:198.51.100.1:5060', userAgent: 'Phone' });
    expect(eventOf(message)).toEqual({
      kind: 'bindings',
      aor: '1001',
      bindings: [
        {
          aor: '1001',
          address: binding.address,
          ruid: 'uloc-1',
          callId: 'a',
          remoteIp: '203.0.113.7',
          registeredIp: '198.51.100.1',
          userAgent: 'Phone',
          mac: null,
          registeredAt: new Date('2026-11-21T21:21:45Z'),
          expiresAt: new Date('2026-11-21T21:22:45Z'),
        },
      ],
    });
  });

  it.each(['', '{', 'null', '[]', '"bindings"', '{"event":"bindings"}', '{"event":"bindings","aor":"1","bindings":{}}', '{"event":"other","aor":"1"}'])(
    'that is broken, or of a kind not known, is passed over: %s',
    (message) => {
      expect(eventOf(message)).toBeUndefined();
    },
  );

  it.each([{ ruid: 7 }, { address: null }, { expires: '1' }, { modified: -1 }, { address: '' }])('leaves out a registration that is none: %j', (wrong) => {
    expect(eventOf(told(wrong))).toMatchObject({ bindings: [] });
  });

  it('is cut to length, and has no control characters and no half of a sign in it', () => {
    const event = eventOf(told({ userAgent: `\u0000\r\nX: y${'\ud83d\ude00'.repeat(1_000)}` }));
    const agent = event?.kind === 'bindings' ? (event.bindings[0]?.userAgent ?? '') : '';
    expect([agent.length, agent.isWellFormed(), /\p{Cc}/u.test(agent)]).toEqual([255, true, false]);
  });

  it('refuses an answer that is no dump of registrations', () => {
    expect(() => snapshotOf({ error: { code: 500 } }, new Date())).toThrow('does not say what is registered');
  });

  it.each([
    ['sip:1001@192.168.1.50:5060;transport=udp', '192.168.1.50'],
    ['sip:[2001:db8::1]:5060', '[2001:db8::1]'],
    ['sips:phone.example.com', 'phone.example.com'],
    ['', null],
  ])('host of %s: %s', (uri, host) => {
    expect(hostOf(uri)).toBe(host);
  });
});

describe('netstrings', () => {
  it('are put together from pieces of any length', () => {
    const stream = Buffer.from(['hello', 'grüße', ''].map(netstring).join(''));
    for (let size = 1; size <= stream.length; size++) {
      const reader = new Netstrings();
      const messages: string[] = [];
      for (let at = 0; at < stream.length; at += size) messages.push(...reader.take(stream.subarray(at, at + size)));
      expect(messages).toEqual(['hello', 'grüße', '']);
    }
  });

  it.each(['x:hello,', '5:hello!', '99999999:', '-1:,', '1e9:'])('that are none are refused: %s', (stream) => {
    expect(() => new Netstrings().take(Buffer.from(stream))).toThrow('no netstrings');
  });
});
