import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOwnerUrl, readServiceConfig } from './service-config.js';
import { VARIABLES } from './variables.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const GOOD = {
  RINGFLEET_PUBLIC_URL: 'https://ringfleet.example.com/',
  RINGFLEET_DATABASE_URL: 'postgres://app:hunter2@db:5432/files',
  RINGFLEET_KAFKA_BROKERS: 'kafka-1:9092,kafka-2:9092',
  RINGFLEET_OBJECTS_URL: 'http://minio:9000',
  RINGFLEET_OBJECTS_ACCESS_KEY: 'access',
  RINGFLEET_OBJECTS_SECRET_KEY: 'hunter2',
  RINGFLEET_SEALING_KEYS: JSON.stringify([{ id: '2026', key: KEY }]),
  RINGFLEET_SERVICE_KEY: 'hunter2-hunter2-hunter2-hunter2-hunter2',
};

describe('the environment of a service', () => {
  it('needs what has no default, and fills in the rest', () => {
    expect(readServiceConfig('files', GOOD)).toMatchObject({
      host: '127.0.0.1',
      port: 8104,
      publicUrl: 'https://ringfleet.example.com',
      kafka: { brokers: ['kafka-1:9092', 'kafka-2:9092'], tls: false },
      objects: { bucket: 'ringfleet' },
      sealingKeys: [{ id: '2026', key: new Uint8Array(Buffer.from(KEY, 'base64')) }],
      demo: false,
      urls: { directory: ['http://127.0.0.1:8101'] },
    });
  });

  it('has several addresses of a service that has several instances', () => {
    const env = { ...GOOD, RINGFLEET_INVENTORY_URL: 'http://10.0.0.1:8102,http://10.0.0.2:8102/' };
    expect(readServiceConfig('files', env).urls.inventory).toEqual(['http://10.0.0.1:8102', 'http://10.0.0.2:8102']);
  });

  it('names every variable that is missing, and what to give', () => {
    const needed = VARIABLES.filter(({ neededBy }) => neededBy === 'run').map(({ name }) => name);
    const said = messageOf(() => readServiceConfig('files', {})).split('\n');
    expect(said.map((line) => line.split(' ')[0])).toEqual(needed);
    expect(said[0]).toBe('RINGFLEET_PUBLIC_URL is missing: give where people reach the front door: https://ringfleet.example.com.');
  });

  it.each([
    ['RINGFLEET_PORT', '70000'],
    ['RINGFLEET_PUBLIC_URL', 'ringfleet.example.com'],
    ['RINGFLEET_DATABASE_URL', 'mysql://app:hunter2@db/files'],
    ['RINGFLEET_KAFKA_BROKERS', 'hunter2'],
    ['RINGFLEET_KAFKA_TLS', 'yes'],
    ['RINGFLEET_OBJECTS_BUCKET', 'Hunter2'],
    ['RINGFLEET_SEALING_KEYS', '[{"id":"2026","key":"hunter2"}]'],
    ['RINGFLEET_SEALING_KEYS', '[hunter2'],
    ['RINGFLEET_SERVICE_KEY', 'hunter2'],
    ['RINGFLEET_OIDC_ISSUER', 'id.example.com'],
    ['RINGFLEET_DEMO', 'maybe'],
    ['RINGFLEET_PROFILES_URL', 'profiles:8103'],
  ])('says that %s is not understood, and keeps what it was to itself (OPS-02)', (name, value) => {
    const message = messageOf(() => readServiceConfig('files', { ...GOOD, [name]: value }));
    expect(message).toMatch(new RegExp(`^${name} is not understood: give [^\\n]+$`)); // 'RINGFLEET_PORT is not understood: give a port …'
    expect(message).not.toMatch(/hunter2/i);
  });

  it('asks for a password where there is a name to sign in to Kafka with', () => {
    expect(messageOf(() => readServiceConfig('files', { ...GOOD, RINGFLEET_KAFKA_USERNAME: 'files' }))).toMatch(/^RINGFLEET_KAFKA_PASSWORD is missing/);
  });

  it('is asked for the owner role by migrations alone', () => {
    expect(readOwnerUrl({ RINGFLEET_DATABASE_OWNER_URL: 'postgres://owner:p@db/files' })).toBe('postgres://owner:p@db/files');
    expect(messageOf(() => readOwnerUrl(GOOD))).toMatch(/^RINGFLEET_DATABASE_OWNER_URL is missing/);
  });
});

describe('a variable that comes as a file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ringfleet-secrets-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is what stands in the file, without the line end', () => {
    const { RINGFLEET_SERVICE_KEY: key, ...rest } = GOOD;
    const file = join(folder, 'service-key');
    writeFileSync(file, `${key}\n`);
    expect(readServiceConfig('files', { ...rest, RINGFLEET_SERVICE_KEY_FILE: file }).serviceKey).toBe(key);
  });

  it('is told by its name when the file cannot be read', () => {
    const { RINGFLEET_SERVICE_KEY: _, ...rest } = GOOD;
    const file = join(folder, 'nothing');
    expect(messageOf(() => readServiceConfig('files', { ...rest, RINGFLEET_SERVICE_KEY_FILE: file }))).toBe(
      `RINGFLEET_SERVICE_KEY_FILE names ${file}, which cannot be read (ENOENT).`,
    );
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return '';
}
