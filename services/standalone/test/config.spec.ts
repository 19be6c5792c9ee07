import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/config.js';

describe('how the one process is run', () => {
  it('has phones come to its one port unless they have their own', () => {
    const { port, phones, settings } = readConfig({ RINGFLEET_PORT: '8081' });
    expect([port, phones, settings]).toEqual([8081, undefined, { RINGFLEET_PORT: '8081' }]);
  });

  it('tells phones to come to their own port, unless it is said where they reach it', () => {
    const own = readConfig({ RINGFLEET_PHONES_PORT: '8090', RINGFLEET_HOST: '192.0.2.7' });
    expect([own.phones, own.settings['RINGFLEET_PROVISIONING_URLS']]).toEqual([{ port: 8090, host: '192.0.2.7', threads: 2 }, 'http://192.0.2.7:8090']);
    const other = readConfig({ RINGFLEET_PHONES_PORT: '8090', RINGFLEET_PHONES_HOST: '2001:db8::7' });
    expect([other.host, other.phones?.host, other.settings['RINGFLEET_PROVISIONING_URLS']]).toEqual(['127.0.0.1', '2001:db8::7', 'http://[2001:db8::7]:8090']);
    const named = {
      RINGFLEET_PHONES_PORT: '8090',
      RINGFLEET_PHONES_HOST: '::',
      RINGFLEET_PHONES_THREADS: '4',
      RINGFLEET_PROVISIONING_URLS: 'https://phones.example.net',
    };
    const said = readConfig(named);
    expect([said.phones, said.settings['RINGFLEET_PROVISIONING_URLS']]).toEqual([{ port: 8090, host: '::', threads: 4 }, 'https://phones.example.net']);
  });

  it.each([
    [{ RINGFLEET_PORT: 'web' }, 'RINGFLEET_PORT is web; give a whole number from 1 to 65535.'],
    [{ RINGFLEET_PHONES_PORT: '65536' }, 'RINGFLEET_PHONES_PORT is 65536; give a whole number from 1 to 65535.'],
    [{ RINGFLEET_PHONES_PORT: '1e3' }, 'RINGFLEET_PHONES_PORT is 1e3; give a whole number from 1 to 65535.'],
    [{ RINGFLEET_PHONES_PORT: '8080' }, 'RINGFLEET_PHONES_PORT and RINGFLEET_PORT are both 8080; give phones a port of their own.'],
    [{ RINGFLEET_PHONES_PORT: '8090', RINGFLEET_PHONES_THREADS: '0' }, 'RINGFLEET_PHONES_THREADS is 0; give a whole number from 1 to 16.'],
    [{ RINGFLEET_PHONES_THREADS: '4' }, 'RINGFLEET_PHONES_THREADS is given, but phones have no port of their own; give RINGFLEET_PHONES_PORT too.'],
    [
      { RINGFLEET_HOST: '0.0.0.0', RINGFLEET_PHONES_PORT: '8090' },
      'Phones cannot be told to come to 0.0.0.0; say in RINGFLEET_PROVISIONING_URLS where they reach port 8090: http://phones.example.net:8090',
    ],
    [{ RINGFLEET_DEMO: 'yes' }, 'RINGFLEET_DEMO is yes; give on or off.'],
  ])('says what is wrong: %j', (env, words) => {
    expect(() => readConfig(env)).toThrow(words);
  });
});
