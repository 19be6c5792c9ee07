// Writes the file of settings and secrets that docker-compose.yml reads: node deploy/docker/make-env.mjs [--file .env] [--url https://ringfleet.example.com]
// Every secret is made here, once, and stands nowhere else. A file that is there is left alone.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

const SERVICES = ['directory', 'inventory', 'profiles', 'files', 'notifications', 'device_control'];

const secret = (bytes = 32) => randomBytes(bytes).toString('base64url'); // safe in a URL

/**
 * A new set of settings and secrets.
 * @param {string} publicUrl where people reach the front door
 * @returns {Record<string, string>}
 */
export function newEnvironment(publicUrl) {
  const roles = SERVICES.flatMap((name) => [`${name.toUpperCase()}_OWNER_PASSWORD`, `${name.toUpperCase()}_APP_PASSWORD`]);
  return {
    PUBLIC_URL: publicUrl,
    HTTP_PORT: new URL(publicUrl).port || '80',
    DEMO: 'off',
    KAFKA_CLUSTER_ID: randomBytes(16).toString('base64url'),
    POSTGRES_PASSWORD: secret(),
    ...Object.fromEntries(roles.map((role) => [role, secret()])),
    OBJECTS_ACCESS_KEY: secret(12),
    OBJECTS_SECRET_KEY: secret(),
    SERVICE_KEY: secret(48),
    REGISTRAR_KEY: secret(),
    PHONES_EDGE_SECRET: secret(),
    SEALING_KEYS: JSON.stringify([{ id: new Date().toISOString().slice(0, 10), key: randomBytes(32).toString('base64') }]),
  };
}

/** As Compose reads it: single quotes keep a value as it is. */
export const envFile = (environment) =>
  `# Secrets of this installation: back it up apart from the data; without SEALING_KEYS stored files and secrets cannot be read.\n${Object.entries(environment)
    .map(([name, value]) => `${name}='${value}'\n`)
    .join('')}`;

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const { values } = parseArgs({ options: { file: { type: 'string', default: '.env' }, url: { type: 'string', default: 'http://127.0.0.1:8080' } } });
  try {
    writeFileSync(values.file, envFile(newEnvironment(values.url)), { mode: 0o600, flag: 'wx' });
    process.stderr.write(`Written: ${values.file}. Next: docker compose up --build --wait\n`);
  } catch (error) {
    process.stderr.write(
      error.code === 'EEXIST' ? `${values.file} is there already and was left as it is; its secrets are those of the data.\n` : `${error.message}\n`,
    );
    process.exitCode = 1;
  }
}
