// The front door of a stack: nginx before the instances there are.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CONSOLE, ROUTES } from '@ringfleet/standalone';
import { nginxConfig } from '../nginx/nginx-config.mjs';
import { startEngine } from './engines.mjs';
import { instancesOf, SERVICES } from './services.mjs';

const LOOK_MS = 5;
const CONSOLE_FOLDER = fileURLToPath(new URL('../../services/console/dist', import.meta.url));
const OPENAPI_FILE = fileURLToPath(new URL('../openapi/ringfleet.json', import.meta.url));

/**
 * Starts nginx, or has it read its configuration again where that has changed; resolves when requests go where they shall.
 * @param {import('./state.mjs').Stack} stack @param {string} [without] an instance that shall get no requests, where its service has others
 */
export async function openFrontDoor(stack, without) {
  mkdirSync(stack.path('nginx'), { recursive: true, mode: 0o700 });
  const file = stack.path('nginx/nginx.conf');
  const config = wholeConfig(stack, without);
  const isNew = !existsSync(file) || readFileSync(file, 'utf8') !== config;
  if (isNew) writeFileSync(file, config);
  const before = stack.state.processes.nginx;
  await startEngine(stack, 'nginx', ['--config', file]);
  if (isNew && before?.engine !== undefined && before === stack.state.processes.nginx) await reload(before.engine);
}

/** nginx starts workers with the new configuration, and those of before finish what they have. */
async function reload(master) {
  const before = new Set(workersOf(master));
  process.kill(master, 'SIGHUP');
  while (!workersOf(master).some((worker) => !before.has(worker))) await pause(LOOK_MS);
}

const workersOf = (master) => readFileSync(`/proc/${master}/task/${master}/children`, 'utf8').trim().split(' ');

function wholeConfig(stack, without) {
  const { ports, settings } = stack.state;
  const addressesOf = (service) => {
    const all = instancesOf(stack, service);
    const others = all.filter((instance) => instance !== without);
    return (others.length > 0 ? others : all).map((instance) => `127.0.0.1:${ports[instance]}`);
  };
  const instances = Object.fromEntries(SERVICES.map((service) => [service, addressesOf(service)]));
  const maxUploadBytes = settings.RINGFLEET_FILES_MAX_BYTES === undefined ? undefined : Number(settings.RINGFLEET_FILES_MAX_BYTES);
  return `${process.getuid?.() === 0 ? 'user root;\n' : ''}worker_processes 1;
pid nginx.pid;
events {
  worker_connections 20000;
}
http {
access_log off;
client_body_temp_path body;
proxy_temp_path proxy;
fastcgi_temp_path fastcgi;
uwsgi_temp_path uwsgi;
scgi_temp_path scgi;
${nginxConfig({ routes: ROUTES, instances, console: { folder: CONSOLE_FOLDER, ...CONSOLE }, openapi: OPENAPI_FILE, listen: `127.0.0.1:${ports.nginx}`, maxUploadBytes })}
}
`;
}
