import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../src/config.js';

describe('how the one process is run', () => {
  it('has phones come to its one port unless they have their own', () => {
    const { port, phones, settings } = readConfig({ RINGFLEET_PORT: '8081' });
    expect([port, phones, settings]).toEqual([8081, undefined, { RINGFLEET_PORT: '8081' }]);
  });

  it('tells phones to come to their own port, unless it is said where they reach it', () => {
    const own = readConfig({ RINGFLEET_PHONES_PORT: '8090', RINGFLEET_HOST: '192.0.2.7' });
    expect([own.phones, own.settings['RINGFLEET_PROVISIONING_URLS']]).toEqual([{ port: 8090, threads: 2 }, 'http://192.0.2.7:8090']);
    const said = readConfig({ RINGFLEET_PHONES_PORT: '8090', RINGFLEET_PHONES_THREADS: '4', RINGFLEET_PROVISIONING_URLS: 'https://phones.example.net' });
    expect([said.phones, said.settings['RINGFLEET_PROVISIONING_URLS']]).toEqual([{ port: 8090, threads: 4 }, 'https://phones.example.net']);
  });

  it.each([
    [{ RINGFLEET_PORT: 'web' }, 'RINGFLEET_PORT is web; give a whole number from 1 to 65535.'],
    [{ RINGFLEET_PHONES_PORT: '65536' }, 'RINGFLEET_PHONES_PORT is 65536; give a whole number from 1 to 65535.'],
    [{ RINGFLEET_PHONES_PORT: '1e3' }, 'RINGFLEET_PHONES_PORT is 1e3; give a whole number from 1 to 65535.'],
    [{ RINGFLEET_PHONES_PORT: '8080' }, 'RINGFLEET_PHONES_PORT and RINGFLEET_PORT are both 8080; give phones a port of their own.'],
    [{ RINGFLEET_PHONES_PORT: '8090', RINGFLEET_PHONES_THREADS: '0' }, 'RINGFLEET_PHONES_THREADS is 0; give a whole number from 1 to 64.'],
    [{ RINGFLEET_DEMO: 'yes' }, 'RINGFLEET_DEMO is yes; give on or off.'],
  ])('says what is wrong: %j', (env, words) => {
    expect(() => readConfig(env)).toThrow(words);
  });
});
